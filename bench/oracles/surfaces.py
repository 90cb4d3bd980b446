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
