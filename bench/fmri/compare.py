"""Runs both on one image and prints the table; see run.sh.

    python compare.py ARCUATE PLACE VOLUMES REPEATS
"""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import nibabel
import numpy

arcuate, place, volumes, repeats = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
here = pathlib.Path(__file__).parent
SHAPE = (64, 64, 40)
data = place / f"data-{volumes}"
func = data / "sub-01" / "func"
STEM = "sub-01_task-rest_"


def make():
    """An ellipsoid of smooth tissue, drift and noise in 12 bits, as scanners store it."""
    func.mkdir(parents=True, exist_ok=True)
    random = numpy.random.default_rng(1)
    grid = numpy.meshgrid(*[numpy.linspace(-1, 1, n) for n in SHAPE], indexing="ij")
    mask = sum(axis**2 for axis in grid) < 0.75
    base = numpy.where(mask, 900 + 200 * numpy.cos(3 * grid[0]) * numpy.sin(2 * grid[1]), 30)
    affine = numpy.diag([3.0, 3, 3, 1])
    times = numpy.arange(volumes)
    steps = numpy.cumsum(random.normal(size=(volumes, 6)) * 0.02, axis=0)
    images = numpy.empty(SHAPE + (volumes,), dtype=numpy.int16)
    for t in times:
        noise = random.normal(size=SHAPE) * numpy.where(mask, 12, 6)
        images[..., t] = base * (1 + 0.01 * steps[t, 0]) + 5 * numpy.sin(t / 60) + noise
    header = nibabel.Nifti1Header()
    header.set_xyzt_units("mm", "sec")
    image = nibabel.Nifti1Image(images, affine, header)
    image.header["pixdim"][4] = 2
    nibabel.openers.Opener.default_compresslevel = 6
    nibabel.save(image, func / f"{STEM}bold.nii.gz")
    nibabel.save(
        nibabel.Nifti1Image(mask.astype("u1"), affine), func / f"{STEM}desc-brain_mask.nii.gz"
    )
    (func / f"{STEM}bold.json").write_text('{"RepetitionTime": 2.0, "TaskName": "rest"}\n')
    (data / "dataset_description.json").write_text('{"Name": "bench", "BIDSVersion": "1.9.0"}\n')
    names = ["trans_x", "trans_y", "trans_z", "rot_x", "rot_y", "rot_z"]
    columns, values = [], []
    for name, column in zip(names, steps.T):
        slope = numpy.append(numpy.nan, numpy.diff(column))
        for ending, one in [("", column), ("_derivative1", slope), ("_power2", column**2),
                            ("_derivative1_power2", slope**2)]:
            columns.append(name + ending)
            values.append(one)
    rows = ["\t".join(columns)]
    for t in times:
        rows.append("\t".join("n/a" if numpy.isnan(v[t]) else repr(float(v[t])) for v in values))
    (func / f"{STEM}desc-confounds_timeseries.tsv").write_text("\n".join(rows) + "\n")


WORKFLOW = """\
arcuate: 1
name: read-and-clean
steps:
  read:
    uses: bids-fmri
    with:
      dataset: DATA
      subject: "01"
      task: rest
      clean:
        - detrend: 1
        - filter: {high-pass: 0.008}
        - regress: {confounds: [motion-24], intercept: false}
        - scale: z-score-sample
results: [read]
"""


def measured(command, environment=None):
    """Seconds and peak resident MiB of a command and its children."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=place
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    if status:
        sys.exit(f"failed: {command}\n{process.stderr.read().decode()[-3000:]}")
    process.stderr.close()
    return seconds, usage.ru_maxrss / 1024


if not (func / f"{STEM}desc-confounds_timeseries.tsv").exists():
    shutil.rmtree(data, ignore_errors=True)
    make()
image = func / f"{STEM}bold.nii.gz"
workflow = place / "read-and-clean.yaml"
workflow.write_text(WORKFLOW.replace("DATA", str(data)))
figures = {"nilearn": [], "arcuate": []}
for repeat in range(repeats):
    figures["nilearn"].append(
        measured(
            [sys.executable, str(here / "masker.py"), str(image),
             str(func / f"{STEM}desc-brain_mask.nii.gz"),
             str(func / f"{STEM}desc-confounds_timeseries.tsv"), str(place / "nilearn.npy")]
        )
    )
    shutil.rmtree(place / "store", ignore_errors=True)
    shutil.rmtree(place / "out", ignore_errors=True)
    figures["arcuate"].append(
        measured(
            [arcuate, "run", str(workflow), "--out", str(place / "out"), "--store", str(place / "store")]
        )
    )
ours = numpy.load(next((place / "out").rglob("recording.npy")), mmap_mode="r")
theirs = numpy.load(place / "nilearn.npy", mmap_mode="r")
assert ours.shape == theirs.shape, (ours.shape, theirs.shape)
geometry = json.loads(next((place / "out").rglob("geometry.json")).read_text())
voxels = numpy.array(geometry["voxels"]) if "voxels" in geometry else None
mask = numpy.asarray(nibabel.load(func / f"{STEM}desc-brain_mask.nii.gz").dataobj) > 0
order = numpy.argsort(numpy.flatnonzero(mask.reshape(-1, order="F")), kind="stable")
# nilearn counts voxels with the last axis fastest, NIfTI with the first.
numbers = numpy.arange(mask.size).reshape(SHAPE)
theirs_place = numpy.full(mask.size, -1)
theirs_place[numpy.flatnonzero(mask.reshape(-1))] = numpy.arange(mask.sum())
columns = theirs_place[numbers.reshape(-1, order="F")[mask.reshape(-1, order="F")]]
largest = 0.0
for start in range(0, len(columns), 4096):
    part = slice(start, start + 4096)
    largest = max(largest, float(numpy.abs(ours[:, part] - theirs[:, columns[part]]).max()))
print(f"masked read and clean, {SHAPE[0]}x{SHAPE[1]}x{SHAPE[2]}x{volumes}, "
      f"{image.stat().st_size / 2**20:.0f} MiB compressed, {int(mask.sum())} voxels, {repeats} repeats")
print(f"{'':12}{'seconds (median)':>18}{'peak MiB':>12}")
medians = {}
for name, values in figures.items():
    medians[name] = [statistics.median(v[i] for v in values) for i in (0, 1)]
    print(f"{name:12}{medians[name][0]:18.2f}{medians[name][1]:12.0f}")
ratio = [medians["arcuate"][i] / medians["nilearn"][i] for i in (0, 1)]
print(f"{'ratio':12}{ratio[0]:18.2f}{ratio[1]:12.2f}")
print(f"{'target':12}{'<= 0.70':>18}{'<= 0.50':>12}")
print(f"largest difference of z values: {largest:.2g}")
