"""Stores what nibabel and nilearn read, for tests of surfaces and grayordinates of plugins/bids-fmri.

    python surfaces.py SHARED_DATA ../../plugins/bids-fmri/src/test/resources/surfaces

Digests are SHA-256 of the values as little-endian float32 in row order (columns first for volumes, as
NIfTI stores them), so that a test on the same files is bit for bit.
"""

import hashlib
import json
import pathlib
import sys

import nibabel
import numpy

shared = pathlib.Path(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)


def digest(values, order="C"):
    return hashlib.sha256(numpy.asarray(values, "<f4").tobytes(order=order)).hexdigest()


facts = {"nibabel": nibabel.__version__, "volumes": {}, "gifti": {}, "cifti": {}, "annot": {}}
for file in sorted((shared / "nifti").rglob("*.nii*")):
    name = file.relative_to(shared).as_posix()
    image = nibabel.load(file)
    if isinstance(image, nibabel.Cifti2Image):
        facts["cifti"][name] = {
            "shape": list(image.shape),
            "digest": digest(image.get_fdata()),
            "axes": [type(image.header.get_axis(i)).__name__ for i in range(2)],
        }
    else:
        facts["volumes"][name] = {
            "shape": list(image.shape),
            "digest": digest(image.get_fdata(), "F"),
        }
files = sorted((shared / "nifti/gifti").glob("*.gii")) + sorted(
    (shared / "fsaverage5").glob("*_left.gii.gz")
)
for file in files:
    image = nibabel.load(file)
    facts["gifti"][file.relative_to(shared).as_posix()] = {
        "arrays": [
            {"dims": list(array.data.shape), "digest": digest(array.data)}
            for array in image.darrays
        ],
        "labels": len(image.labeltable.labels),
    }
for side in "lr":
    file = shared / f"fsaverage5/{side}h.aparc.a2009s.annot"
    labels, _, names = nibabel.freesurfer.read_annot(file)
    facts["annot"][file.relative_to(shared).as_posix()] = {
        "names": [name.decode() for name in names],
        "digest": digest(labels),
    }
(folder / "shared.json").write_text(json.dumps(facts, indent=1) + "\n")

# A volume sampled at the vertices of a small sphere, some of it outside of the image.
from nilearn import surface

random = numpy.random.default_rng(4)
shape = (7, 8, 6, 3)
affine = numpy.array(
    [[-2.8, 0.3, 0.1, 9.0], [0.2, 3.1, -0.4, -11.0], [-0.1, 0.5, 3.3, -9.0], [0, 0, 0, 1.0]]
)
image = nibabel.Nifti1Image(random.normal(size=shape).astype("f4"), affine)
image.header.set_zooms((2.8, 3.1, 3.3, 2.0))
image.header.set_xyzt_units("mm", "sec")
nibabel.save(image, folder / "sampled.nii.gz")
phi = (1 + 5**0.5) / 2
corners = numpy.array(
    [(-1, phi, 0), (1, phi, 0), (-1, -phi, 0), (1, -phi, 0), (0, -1, phi), (0, 1, phi)]
    + [(0, -1, -phi), (0, 1, -phi), (phi, 0, -1), (phi, 0, 1), (-phi, 0, -1), (-phi, 0, 1)],
    dtype="f4",
)
places = (corners * numpy.array([4.5, 5.5, 4.0]) + numpy.array([1.0, 0.5, -0.5])).astype("f4")
triangles = numpy.array(
    [(0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4)]
    + [(11, 10, 2), (10, 7, 6), (7, 1, 8), (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8)]
    + [(3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10), (8, 6, 7), (9, 8, 1)],
    dtype="i4",
)
mesh = nibabel.gifti.GiftiImage(
    darrays=[
        nibabel.gifti.GiftiDataArray(places, "NIFTI_INTENT_POINTSET"),
        nibabel.gifti.GiftiDataArray(triangles, "NIFTI_INTENT_TRIANGLE"),
    ]
)
nibabel.save(mesh, folder / "sphere_midthickness.surf.gii")
mask = nibabel.Nifti1Image((random.random(shape[:3]) < 0.6).astype("u1"), affine)
nibabel.save(mask, folder / "sampled_mask.nii.gz")


def sample(**settings):
    values = surface.vol_to_surf(image, (places, triangles), kind="line", **settings)
    return [[None if numpy.isnan(v) else float(v) for v in row] for row in values.T]


import nilearn

sampled = {
    "nilearn": nilearn.__version__,
    "default": sample(radius=3.0),
    "short": sample(radius=1.5, n_samples=4),
    "masked": sample(radius=3.0, mask_img=mask),
}
(folder / "sampled.json").write_text(json.dumps(sampled, indent=1) + "\n")
