"""Makes the reference values for the cleaning of plugins/bids-fmri with nilearn.

    python cleaning.py ../../plugins/bids-fmri/src/test/resources/cleaning [FMRIPREP_TABLES]

Writes cleaning.json: two series, three confounds and what nilearn.signal.clean makes of them over a
grid of its options; series smoothed by smooth_img; and, from the folder of fMRIPrep's tables of
confounds (old and version 21 names), strategies.json: the columns and volumes that
nilearn.interfaces.fmriprep.load_confounds chooses. Values are float64, little-endian, base64.

Two peculiarities of nilearn 0.14 are kept out of the way. With a list of kept volumes, it
interpolates a censored volume only if the volume at the same distance from the other end is kept;
the censored volumes here are such that this is always so. And where volumes are gone, its line of
`detrend` counts those that are left, as if no time had passed between them, so that the line has a
kink at each gap; there nilearn is handed the line in true time as one more confound, which is the
same projection.
"""

import base64
import itertools
import json
import pathlib
import shutil
import sys
import tempfile
import warnings

import nibabel
import nilearn
import numpy
import scipy
from nilearn import signal
from nilearn.image import smooth_img
from nilearn.interfaces.fmriprep import load_confounds

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(4)
VERSIONS = {"nilearn": nilearn.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__}
SAMPLES, PERIOD = 72, 2.0


def packed(values):
    return base64.b64encode(numpy.ascontiguousarray(values, dtype="<f8").tobytes()).decode()


time = numpy.arange(SAMPLES)
walk = numpy.cumsum(random.normal(size=(SAMPLES, 2)), axis=0)
confounds = numpy.column_stack(
    [walk[:, 0] + 3, random.normal(size=SAMPLES), 0.02 * time + numpy.sin(time / 5)]
)
series = (
    random.normal(size=(SAMPLES, 2)) + confounds @ random.normal(size=(3, 2)) + 0.05 * time[:, None]
)
series = numpy.float32(series + [20, -12]).astype(float)
CENSORED = [0, 1, 9, 10, 30, 45, 69]
assert not {SAMPLES - 1 - c for c in CENSORED} & set(CENSORED)
kept = numpy.array([t for t in range(SAMPLES) if t not in CENSORED])

FILTERS = {
    "none": dict(filter=False),
    "low": dict(filter="butterworth", low_pass=0.1),
    "high": dict(filter="butterworth", high_pass=0.01),
    "band": dict(filter="butterworth", low_pass=0.1, high_pass=0.01),
    "cosine": dict(filter="cosine", high_pass=0.02),
}
cases = []
for detrend, scale, name, regress, censor in itertools.product(
    [False, True], [None, "zscore_sample", "psc"], FILTERS, [False, True], [False, True]
):
    gaps = detrend and censor and name in ("none", "cosine")
    taken = [confounds] * regress + [time[:, None].astype(float)] * gaps
    cleaned = signal.clean(
        series.copy(),
        detrend=detrend and not gaps,
        standardize=scale,
        confounds=numpy.hstack(taken) if taken else None,
        sample_mask=kept.copy() if censor else None,
        t_r=PERIOD,
        **FILTERS[name],
    )
    if gaps:
        cleaned = cleaned - cleaned.mean(axis=0)
    cases.append(
        {
            "detrend": detrend,
            "scale": scale or "none",
            "filter": name,
            "confounds": regress,
            "censored": censor,
            "samples": len(cleaned),
            "values": packed(cleaned),
        }
    )

AFFINE = numpy.array(
    [[-2.0, 0.3, 0, 10], [0.4, 2.5, 0, -20], [0, 0, 3.0, 5], [0, 0, 0, 1]], dtype=float
)
SHAPE = (7, 8, 6)
mask = (random.uniform(size=SHAPE) < 0.7).astype(float)
volume = numpy.float32(random.normal(size=SHAPE) + 50).astype(float)
FWHM = 6.0
inside = smooth_img(nibabel.Nifti1Image(volume * mask, AFFINE), FWHM).get_fdata()
weight = smooth_img(nibabel.Nifti1Image(mask, AFFINE), FWHM).get_fdata()
flat = numpy.flatnonzero(mask.reshape(-1, order="F"))
smoothing = {
    "shape": SHAPE,
    "affine": AFFINE.reshape(-1).tolist(),
    "voxels": flat.tolist(),
    "fwhm": FWHM,
    "before": packed(volume.reshape(-1, order="F")[flat]),
    "after": packed((inside / numpy.where(weight == 0, 1, weight)).reshape(-1, order="F")[flat]),
}
robust = series - numpy.median(series, axis=0)
robust /= numpy.diff(numpy.percentile(series, [0.1, 99.9], axis=0), axis=0)
clipped = numpy.clip(series, *numpy.percentile(series, [5, 90], axis=0))
(folder / "cleaning.json").write_text(
    json.dumps(
        {
            "versions": VERSIONS,
            "samples": SAMPLES,
            "period": PERIOD,
            "censored-volumes": CENSORED,
            "series": packed(series),
            "confounds": packed(confounds),
            "cases": cases,
            "smoothing": smoothing,
            "robust": packed(robust),
            "clipped": packed(clipped),
        }
    )
    + "\n"
)

# Components of tedana, numbered in one table as in older versions and in the other as in newer ones.
names = [f"ICA_{i}" for i in (2, 10, 0, 1, 3, 4)]
mixing = random.normal(size=(SAMPLES, len(names)))
mixing[:, 4] += 0.8 * mixing[:, 0]
decided = dict(zip(range(5), ["accepted", "rejected", "accepted", "rejected", "accepted"]))
chosen = {}
with tempfile.TemporaryDirectory() as place:
    stem = f"{place}/sub-01_task-x"
    pathlib.Path(f"{stem}_desc-optcom_bold.nii.gz").write_bytes(b"")
    tables = {
        "mixing": "\n".join(["\t".join(names)] + ["\t".join(map(repr, map(float, r))) for r in mixing]),
        "metrics": "\n".join(
            ["Component\tkappa\tclassification"]
            + [f"ICA_{i:02d}\t{20 + i}\t{what}" for i, what in decided.items()]
        ),
    }
    pathlib.Path(f"{stem}_desc-ICA_mixing.tsv").write_text(tables["mixing"] + "\n")
    pathlib.Path(f"{stem}_desc-tedana_metrics.tsv").write_text(tables["metrics"] + "\n")
    for name, option in (("tedana", "aggressive"), ("tedana-non-aggressive", "non-aggressive")):
        columns, _ = load_confounds(
            f"{stem}_desc-optcom_bold.nii.gz", strategy=["tedana"], tedana=option, demean=False
        )
        chosen[name] = {column: packed(columns[column]) for column in columns}
# Fitted together, and only what the rejected ones explain is taken out.
order = [names.index(f"ICA_{i}") for i in range(5)]
fitted = numpy.column_stack([numpy.ones(SAMPLES), (mixing - mixing.mean(axis=0))[:, order]])
weights = numpy.linalg.lstsq(fitted, series, rcond=None)[0]
bad = [0] + [1 + i for i, what in decided.items() if what == "rejected"]
partly = series - fitted[:, bad] @ weights[bad]
(folder / "tedana.json").write_text(
    json.dumps(
        {
            "versions": VERSIONS,
            "tables": tables,
            "chosen": chosen,
            "series": packed(series),
            "non-aggressive": packed(partly),
        }
    )
    + "\n"
)

if len(sys.argv) < 3:
    sys.exit()
tables = pathlib.Path(sys.argv[2])
MODELS = ["basic", "power2", "derivatives", "full"]
STRATEGIES = []
for model in MODELS:
    STRATEGIES.append((f"motion-{model}", dict(strategy=["motion"], motion=model)))
    STRATEGIES.append((f"wm-csf-{model}", dict(strategy=["wm_csf"], wm_csf=model)))
    STRATEGIES.append(
        (f"global-signal-{model}", dict(strategy=["global_signal"], global_signal=model))
    )
STRATEGIES.append(("high-pass", dict(strategy=["high_pass"])))
STRATEGIES.append(("ica-aroma", dict(strategy=["ica_aroma"], ica_aroma="basic")))
for kind, count in itertools.product(
    ["anat_combined", "anat_separated", "temporal", "temporal_anat_combined",
     "temporal_anat_separated"],
    ["all", 2, 50],
):
    name = "compcor-" + kind.replace("_", "-") + ("" if count == "all" else f"-{count}")
    STRATEGIES.append(
        (name, dict(strategy=["compcor", "high_pass"], compcor=kind, n_compcor=count))
    )
SCRUBS = [(5, 0.5, 1.5), (0, 0.2, 3.0), (3, 0.1, 1.1), (8, 0.3, 1.2), (5, 9.0, 9.0)]
result = {"versions": VERSIONS, "tables": {}}
for table in sorted(tables.glob("*.tsv")):
    chosen, scrubbed = {}, []
    with tempfile.TemporaryDirectory() as place:
        stem = pathlib.Path(place) / "sub-01_task-x"
        suffix = table.stem.rsplit("_", 1)[1]
        shutil.copy(table, f"{stem}_desc-confounds_{suffix}.tsv")
        side = table.with_suffix(".json")
        if side.exists():
            shutil.copy(side, f"{stem}_desc-confounds_{suffix}.json")
        image = f"{stem}_desc-preproc_bold.nii.gz"
        pathlib.Path(image).write_bytes(b"")
        for name, options in STRATEGIES:
            try:
                columns, _ = load_confounds(image, demean=False, **options)
            except Exception as problem:
                chosen[name] = f"refused: {type(problem).__name__}"
                continue
            chosen[name] = sorted(columns.columns)
        for least, displacement, dvars in SCRUBS:
            try:
                _, keep = load_confounds(
                    image, strategy=["motion", "scrub"], scrub=least,
                    fd_threshold=displacement, std_dvars_threshold=dvars,
                )
            except Exception as problem:
                scrubbed.append(f"refused: {type(problem).__name__}")
                continue
            scrubbed.append(
                {
                    "least-segment": least,
                    "framewise-displacement": displacement,
                    "std-dvars": dvars,
                    "kept": None if keep is None else keep.tolist(),
                }
            )
    result["tables"][table.name] = {"columns": chosen, "scrub": scrubbed}
(folder / "strategies.json").write_text(json.dumps(result) + "\n")
