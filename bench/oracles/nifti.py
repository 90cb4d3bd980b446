"""Makes the NIfTI test files of plugins/bids-fmri, and has nibabel judge a file that Arcuate wrote.

    python nifti.py ../../plugins/bids-fmri/src/test/resources/nifti

Writes one file per numeric type and byte order, NIfTI-1 and NIfTI-2, and facts.json with the values
that nibabel reads; then images of vectors and of complex numbers, and several.json with what nibabel
and NumPy make of them. Numbers of 128 bits, which nibabel reads on few machines, are encoded here
from fractions, once as IEEE 754 binary128 and once as the long double of Intel's processors. Reads written.nii, which the test NiftiWriterTest compares byte for byte with
what the writer makes, and stores what nibabel says of it in written.json.
"""

import json
import pathlib
import struct
import sys
from fractions import Fraction

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

several = []
PARTS = {"magnitude": numpy.abs, "phase": numpy.angle, "real": numpy.real, "imaginary": numpy.imag}


def tell(name, values=None):
    """Every component and part of a file, i fastest."""
    if values is None:
        values = numpy.asarray(nibabel.load(folder / name).dataobj)
        values = values.astype("c16" if values.dtype.kind == "c" else "f8")
    trailing = [size for size in values.shape[3:] if size > 1] or [1]
    values = values.reshape(values.shape[:3] + (trailing[0], -1), order="F")
    parts = PARTS if values.dtype.kind == "c" else {"magnitude": lambda real: real}
    for component in range(values.shape[4]):
        for part, of in parts.items():
            flat = numpy.float32(of(values[..., component])).reshape(-1, order="F")
            several.append({"file": name, "component": component + 1, "complex": part,
                            "volumes": trailing[0], "values": flat.tolist()})


vector = nibabel.Nifti1Image(random.normal(size=(3, 2, 2, 4, 3)) * 100, AFFINE)
vector.header.set_data_dtype("i2")
vector.header.set_intent("vector")
nibabel.save(vector, folder / "vector.nii.gz")
tell("vector.nii.gz")
# As ITK writes series: volumes along the fifth axis.
nibabel.save(nibabel.Nifti1Image(random.normal(size=(3, 2, 2, 1, 4)).astype("f4"), AFFINE),
             folder / "fifth-axis.nii")
tell("fifth-axis.nii")
for kind, order in (("c8", "<"), ("c16", ">")):
    shape = (3, 2, 2, 3) if kind == "c8" else (3, 2, 2, 2, 2)
    values = (random.normal(size=shape) + 1j * random.normal(size=shape)).astype(kind)
    header = nibabel.Nifti1Header(endianness=order)
    header.set_data_dtype(numpy.dtype(kind).newbyteorder(order))
    name = f"complex-{kind}.nii"
    nibabel.save(nibabel.Nifti1Image(values, AFFINE, header), folder / name)
    bytes_ = bytearray((folder / name).read_bytes())
    bytes_[112:120] = struct.pack(f"{order}2f", 2.5, -0.75)
    (folder / name).write_bytes(bytes_)
    tell(name)


def extended(value, bits):
    """Sign, exponent and fraction of a fraction, rounded to so many bits after the point."""
    size = abs(value)
    exponent = size.numerator.bit_length() - size.denominator.bit_length()
    exponent -= size < Fraction(2) ** exponent
    fraction = round((size / Fraction(2) ** exponent - 1) * 2**bits)
    return value < 0, exponent + 16383, fraction


def binary128(value, order):
    sign, exponent, fraction = extended(value, 112) if value else (False, 0, 0)
    return (sign << 127 | exponent << 112 | fraction).to_bytes(16, order)


def intel(value, order):
    sign, exponent, fraction = extended(value, 63) if value else (False, 0, 0)
    return (sign << 79 | exponent << 64 | bool(value) << 63 | fraction).to_bytes(16, order)


numbers = [Fraction(0), Fraction(1), Fraction(-2), Fraction(1, 3), Fraction(-22, 7), Fraction(10) ** 9]
numbers += [Fraction(float(x)) + Fraction(1, 2**90) for x in random.normal(size=18)]
exact = numpy.array([float(x) for x in numbers]).reshape(2, 2, 2, 3, order="F")
for encode in (binary128, intel):
    for order, letter in (("little", "<"), ("big", ">")):
        if encode is intel and order == "big":
            continue
        header = nibabel.Nifti1Header(endianness=letter)
        header.set_data_shape(exact.shape)
        header.set_sform(AFFINE, 1)
        header["vox_offset"], header["magic"] = 352, b"n+1"
        for complex_ in (False, True):
            header["datatype"], header["bitpix"] = (2048, 256) if complex_ else (1536, 128)
            name = f"{'complex-' * complex_}{encode.__name__}-{order}.nii"
            pairs = zip(numbers, reversed(numbers)) if complex_ else ((x,) for x in numbers)
            body = b"".join(encode(x, order) for pair in pairs for x in pair)
            (folder / name).write_bytes(header.binaryblock + bytes(4) + body)
            back = exact.reshape(-1, order="F")[::-1].reshape(exact.shape, order="F")
            tell(name, exact + 1j * back if complex_ else exact)

(folder / "several.json").write_text(
    json.dumps({"nibabel": nibabel.__version__, "numpy": numpy.__version__, "files": several}) + "\n"
)
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
