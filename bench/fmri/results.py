"""Opens the maps in results folders with nibabel, and with Connectome Workbench where wb_command is
installed, and sums up what the BIDS validator said of each folder.

    python results.py FOLDER...

Beside each FOLDER lies FOLDER.json, the validator's output. A folder without maps of people is one of a
group only. Exits with 1 if anything failed.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import warnings

import nibabel
import numpy

warnings.simplefilter("error")
failed = False
workbench = shutil.which("wb_command")


def shown(file):
    """The greatest value that Workbench sees, to three digits; a warning is a failure."""
    told = subprocess.run(
        [workbench, "-file-information", file],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=True,
    )
    text = told.stdout + told.stderr
    assert "warning" not in text.lower() and "error" not in text.lower(), text
    return float(text.split("Minimum")[1].splitlines()[1].split()[2])


print(f"{'results':10} {'maps':>5} {'kind':22} {'values':>8} {'highest r':>10}  bids-validator")
for name in sys.argv[1:]:
    folder = pathlib.Path(name)
    kinds, values, highest = set(), 0, -1.0
    files = sorted(folder.glob("sub-*/func/*_statmap.*")) + sorted(folder.glob("sub-*/func/*_stat.tsv"))
    files = [file for file in files if file.suffix != ".json"]
    for file in files:
        if file.suffix == ".tsv":
            rows = [line.split("\t") for line in file.read_text().splitlines()]
            data = numpy.array([float(row[rows[0].index("r")]) for row in rows[1:]])
            kinds.add("table")
        else:
            image = nibabel.load(file)
            kinds.add(type(image).__name__)
            if isinstance(image, nibabel.GiftiImage):
                data = image.agg_data()
                side = image.meta["AnatomicalStructurePrimary"]
                assert side == ("CortexLeft" if "hemi-L" in file.name else "CortexRight"), side
            else:
                data = image.get_fdata()
            if isinstance(image, nibabel.Cifti2Image):
                axis = image.header.get_axis(1)
                assert axis.size == data.shape[1] and image.header.get_axis(0).name[0] == "r"
                assert (axis.affine == nibabel.load(file).header.get_axis(1).affine).all()
        finite = data[numpy.isfinite(data)]
        values += finite.size
        highest = max(highest, float(finite.max()))
        if workbench and file.suffix != ".tsv":
            assert abs(shown(file) - finite.max()) < 6e-4, file
    verdict = json.loads(pathlib.Path(f"{name}.json").read_text())["issues"]
    errors = sorted({issue["key"] for issue in verdict["errors"]})
    remarks = sorted({issue["key"] for issue in verdict["warnings"]})
    sound = not errors and (highest > 0.3 or not files)
    failed |= not sound
    print(
        f"{name:10} {len(files):5} {' '.join(sorted(kinds)):22} {values:8} "
        + (f"{highest:10.3f}  " if files else f"{'-':>10}  ")
        + (f"errors: {' '.join(errors)}" if errors else f"no errors; {' '.join(remarks)}")
    )
print("Connectome Workbench opened every image without a warning and saw the same greatest value"
      if workbench else "wb_command is not installed: Connectome Workbench was not asked")
sys.exit(failed)
