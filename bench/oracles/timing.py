"""Makes the reference values for words and events on the clock of a scan.

    python timing.py ../../plugins/stimulus/src/test/resources/timing

Writes timing.json: regressors of nilearn's compute_regressor for events of several durations and
heights, repetition times, first frames and responses, with derivatives; words filtered by the
Lanczos definition below; cubic B-splines of SciPy.
"""

import json
import pathlib
import sys
import warnings

import nilearn
import numpy
import scipy
from nilearn.glm.first_level import compute_regressor
from scipy.interpolate import BSpline

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
random = numpy.random.default_rng(7)

MODELS = ["spm", "glover"]
DERIVATIVES = {
    "none": "",
    "time": " + derivative",
    "time-and-dispersion": " + derivative + dispersion",
}
regressors = []
for period, first, frames in [(2.0, 0.0, 30), (1.5, 0.75, 24), (0.8, 0.0, 40), (2.5, 7.5, 20)]:
    length = first + frames * period
    onsets = numpy.sort(random.uniform(-10, length + 2, size=8))
    onsets[2] = numpy.round(onsets[2])
    durations = random.choice([0, 0.3, 1.0, 7.5], size=8)
    heights = numpy.round(random.normal(size=8), 3)
    times = first + numpy.arange(frames) * period
    for model in MODELS:
        for name, ending in DERIVATIVES.items():
            values, _ = compute_regressor(
                numpy.array([onsets, durations, heights]), model + ending, times
            )
            regressors.append(
                {
                    "period": period,
                    "first": first,
                    "frames": frames,
                    "onsets": onsets.tolist(),
                    "durations": durations.tolist(),
                    "heights": heights.tolist(),
                    "response": model,
                    "derivatives": name,
                    "values": values.reshape(-1).tolist(),
                }
            )


def lanczos(words, times, new_times, lobes, multiplier):
    """Rows are not renormalised: w sin(pi x) sin(pi x / w) / (pi x)^2 within w lobes."""
    cutoff = multiplier / numpy.mean(numpy.diff(new_times))
    result = numpy.zeros((len(new_times), words.shape[1]))
    for row, now in enumerate(new_times):
        for word, then in enumerate(times):
            x = cutoff * (now - then)
            if x == 0:
                weight = 1.0
            elif abs(x) > lobes:
                weight = 0.0
            else:
                weight = (
                    lobes
                    * numpy.sin(numpy.pi * x)
                    * numpy.sin(numpy.pi * x / lobes)
                    / (numpy.pi * x) ** 2
                )
            result[row] += weight * words[word]
    return result


filtered = []
for period, rows, reference, lobes, multiplier in [
    (2.0, 12, 0.5, 3, 1.0),
    (1.5, 10, 0.0, 3, 1.0),
    (2.0, 12, 0.5, 5, 0.5),
    (1.0, 14, 0.25, 2, 1.5),
]:
    times = numpy.sort(random.uniform(-2, rows * period + 2, size=25))
    words = random.normal(size=(25, 2)).astype("f4").astype(float)
    filtered.append(
        {
            "period": period,
            "rows": rows,
            "reference": reference,
            "lobes": lobes,
            "multiplier": multiplier,
            "onsets": times.tolist(),
            "words": words.reshape(-1).tolist(),
            "values": lanczos(
                words, times, (numpy.arange(rows) + reference) * period, lobes, multiplier
            )
            .reshape(-1)
            .tolist(),
        }
    )

places = numpy.arange(11) / 10
splines = []
for columns in (4, 6, 9):
    knots = numpy.clip((numpy.arange(columns + 4) - 3) / (columns - 3), 0, 1)
    basis = BSpline.design_matrix(places, knots, 3).toarray()
    splines.append({"columns": columns, "values": basis.reshape(-1).tolist()})

(folder / "timing.json").write_text(
    json.dumps(
        {
            "versions": {
                "nilearn": nilearn.__version__,
                "numpy": numpy.__version__,
                "scipy": scipy.__version__,
            },
            "regressors": regressors,
            "lanczos": filtered,
            "splines": splines,
        }
    )
    + "\n"
)
