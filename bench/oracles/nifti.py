"""Makes the NIfTI test files of plugins/bids-fmri, and has nibabel judge a file that Arcuate wrote.

    python nifti.py ../../plugins/bids-fmri/src/test/resources/nifti

Writes one file per numeric type and byte order, NIfTI-1 and NIfTI-2, and facts.json with the values
that nibabel reads. Reads written.nii, which the test NiftiWriterTest compares byte for byte with
what the writer makes, and stores what nibabel says of it in written.json.
"""

import json
import pathlib
import sys

import nibabel
import numpy

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(20)
facts = {"nibabel": nibabel.__version__, "numpy": numpy.__version__, "files": {}}

AFFINE = numpy.array(
    [[-2.5, 0.1, 0.0, 30.0], [0.1, 2.4, -0.3, -40.0], [0.0, 0.3, 3.0, -20.0], [0, 0, 0, 1.0]]
)
ROTATED = nibabel.affines.from_matvec(
    numpy.array([[0.8, -0.6, 0.0], [0.6, 0.8, 0.0], [0.0, 0.0, -1.0]]) * [2.0, 2.0, 3.0],
    [10.0, -20.0, 5.0],
)


def describe(name):
    image = nibabel.load(folder / name)
    data = numpy.asarray(image.dataobj, dtype=numpy.float64)
    flat = data.reshape(-1, order="F")
    facts["files"][name] = {
        "shape": list(image.shape),
        "type": image.get_data_dtype().name,
        "affine": image.affine.reshape(-1).tolist(),
        "sum": float(flat.sum()),
        "first": flat[:5].tolist(),
        "last": flat[-5:].tolist(),
    }


def save(name, image):
    nibabel.save(image, folder / name)
    describe(name)


TYPES = ["u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8"]
for kind in TYPES:
    for order, label in (("<", "little"), (">", "big")):
        shape = (3, 4, 2, 3)
        if kind.startswith("f"):
            data = random.normal(size=shape)
        else:
            info = numpy.iinfo(kind)
            low, high = max(info.min, -(2**52)), min(info.max, 2**52)
            data = random.integers(low, high, size=shape, endpoint=True)
        for version, image_class in ((1, nibabel.Nifti1Image), (2, nibabel.Nifti2Image)):
            header = image_class.header_class(endianness=order)
            header.set_data_dtype(numpy.dtype(kind).newbyteorder(order))
            image = image_class(data.astype(kind), AFFINE, header)
            image.header.set_data_dtype(numpy.dtype(kind).newbyteorder(order))
            image.header.set_xyzt_units("mm", "sec")
            image.header.set_zooms((2.5, 2.4, 3.0, 1.5))
            # Only 1.0 would leave 64-bit integers exact; the reader scales in double precision.
            image.header.set_slope_inter(1, 0)
            if version == 1 or kind in ("i2", "f8"):
                save(f"{kind}-{label}-{version}.nii", image)

scaled = nibabel.Nifti1Image(random.integers(-100, 100, (4, 3, 2), dtype="i2"), AFFINE)
scaled.header.set_data_dtype("i2")
data = scaled.get_fdata() * 0.25 + 7.5
scaled = nibabel.Nifti1Image(data, AFFINE)
scaled.header.set_data_dtype("i2")
save("scaled.nii.gz", scaled)

quaternion = nibabel.Nifti1Image(random.normal(size=(4, 3, 2)).astype("f4"), None)
quaternion.header.set_qform(ROTATED, code=1)
quaternion.header.set_sform(None, code=0)
save("quaternion.nii", quaternion)

plain = nibabel.Nifti1Image(random.normal(size=(4, 3, 2)).astype("f4"), None)
plain.header.set_zooms((2.0, 3.0, 4.0))
save("no-transform.nii", plain)

extended = nibabel.Nifti1Image(random.normal(size=(4, 3, 2)).astype("f4"), AFFINE)
extended.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"words " * 40))
save("extended.nii.gz", extended)

flat = nibabel.Nifti1Image(random.normal(size=(5, 2)).astype("f4"), AFFINE)
save("two-axes.nii", flat)

(folder / "facts.json").write_text(json.dumps(facts, indent=1) + "\n")

written = folder / "written.nii"
if written.exists():
    image = nibabel.load(written)
    log = []
    battery = nibabel.nifti1.Nifti1Header.from_header(image.header)
    for level, message in ((r.problem_level, r.problem_msg) for r in
                           nibabel.batteryrunners.BatteryRunner(
                               nibabel.Nifti1Header._get_checks()).check_only(image.header)):
        if level:
            log.append(message)
    result = {
        "nibabel": nibabel.__version__,
        "class": type(image).__name__,
        "shape": list(image.shape),
        "type": image.get_data_dtype().name,
        "zooms": [float(z) for z in image.header.get_zooms()],
        "units": list(image.header.get_xyzt_units()),
        "affine": image.affine.reshape(-1).tolist(),
        "sform_code": int(image.header["sform_code"]),
        "description": image.header["descrip"].item().decode(),
        "sum": float(numpy.asarray(image.dataobj, dtype="f8").sum()),
        "problems": log,
    }
    (folder / "written.json").write_text(json.dumps(result, indent=1) + "\n")
