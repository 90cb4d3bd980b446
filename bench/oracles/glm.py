"""Makes the reference values of the step glm with nilearn's run_glm, noise_model="ar1".

    python glm.py ../../plugins/bids-fmri/src/test/resources/glm [SHARED_DATA]

Writes glm.json: a design, series with noise of different autocorrelation, and a contrast's effects and t
values. With SHARED_DATA it prints the largest t of pictures against rest on the studyforrest run, for
both models of noise, as workflows/fmri/task-glm.yaml models it.
"""

import json
import pathlib
import sys

import nibabel
import nilearn
import numpy
from nilearn.glm.contrasts import compute_contrast
from nilearn.glm.first_level import compute_regressor, make_first_level_design_matrix, run_glm

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(12)
SAMPLES, FEATURES, SHARES = 80, 3, [-0.4, 0.0, 0.15, 0.3, 0.5, 0.7, 0.9]
design = numpy.float32(random.normal(size=(SAMPLES, FEATURES))).astype(float)
noise = random.normal(size=(SAMPLES, len(SHARES)))
for t in range(1, SAMPLES):
    noise[t] += SHARES * noise[t - 1]
series = numpy.float32(design @ random.normal(size=(FEATURES, len(SHARES))) + noise + 5).astype(float)


def fit(x, y, contrast, model):
    labels, results = run_glm(y, x, noise_model=model)
    return compute_contrast(labels, results, contrast, stat_type="t")


contrast = fit(
    numpy.column_stack([design, numpy.ones(SAMPLES)]), series, numpy.array([1, -0.5, 0, 0]), "ar1"
)
(folder / "glm.json").write_text(
    json.dumps(
        {
            "nilearn": nilearn.__version__,
            "samples": SAMPLES,
            "design": design.reshape(-1).tolist(),
            "series": series.reshape(-1).tolist(),
            "effects": contrast.effect_size().reshape(-1).tolist(),
            "t": contrast.stat().reshape(-1).tolist(),
        }
    )
    + "\n"
)

if len(sys.argv) > 2:
    shared = pathlib.Path(sys.argv[2]) / "nifti/studyforrest"
    stem = "sub-02_task-oneback_run-1_"
    image = nibabel.load(shared / f"{stem}desc-2x2x2mean_bold.nii.gz").get_fdata()
    flat = numpy.float32(image.reshape(-1, image.shape[3]).T).astype(float)
    means = flat.mean(axis=0)
    kept = (means > 0.25 * means.max()) & (flat.std(axis=0) > 0)
    times = 2.0 * numpy.arange(len(flat))
    events = [line.split("\t") for line in (shared / f"{stem}events.tsv").read_text().splitlines()[1:]]
    columns = []
    for kind in ["face", "scene", "body", "house", "object", "scramble"]:
        own = [(float(e[0]), float(e[1]), 1.0) for e in events if e[2] == kind]
        columns.append(compute_regressor(numpy.array(own).T, "spm", times)[0][:, 0])
    drift = make_first_level_design_matrix(times, drift_model="cosine", high_pass=1 / 128)
    x = numpy.column_stack(columns + [drift.to_numpy()])
    weights = numpy.array([1.0] * 6 + [0.0] * drift.shape[1])
    for model in ("ols", "ar1"):
        t = fit(x, flat[:, kept], weights, model).stat().reshape(-1)
        print(f"{model}: {kept.sum()} voxels, largest t {t.max():.5f}, {int((t > 5).sum())} above 5")
