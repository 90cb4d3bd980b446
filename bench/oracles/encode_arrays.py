"""Reference values for workflows/encode-arrays.yaml, by scikit-learn.

    pip install numpy==2.4.6 scikit-learn==1.9.1
    python bench/oracles/encode_arrays.py workflows/src/test/resources/encode-arrays

Random arrays of four runs. `runs`: every run is tested by the others, penalties by leave-one-out (RidgeCV
with a penalty per target). `kfold`: KFold(5) without a gap, penalties by KFold(4) within the training rows.
Features are scaled by training rows only.
"""

import pathlib
import sys

import numpy as np
import sklearn
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.model_selection import KFold, LeaveOneGroupOut
from sklearn.preprocessing import StandardScaler

SAMPLES, FEATURES, TARGETS = 200, 25, 6
ALPHAS = [0.1, 1, 10, 100, 1000]


def data():
    rng = np.random.default_rng(17)
    x = rng.standard_normal((SAMPLES, FEATURES)) * rng.uniform(0.2, 5, FEATURES) + 3
    weights = rng.standard_normal((FEATURES, TARGETS)) / x.std(0)[:, None]
    noise = rng.standard_normal((SAMPLES, TARGETS)) * np.array([1, 3, 6, 12, 25, 50])
    y = x @ weights + noise + 10
    groups = np.repeat([4, 1, 3, 2], [40, 60, 45, 55])
    return x.astype(np.float32), y.astype(np.float32), groups


def by_leave_one_out(x, y):
    return RidgeCV(alphas=ALPHAS, alpha_per_target=True).fit(x, y).alpha_


def by_folds(x, y):
    losses = np.zeros((len(ALPHAS), TARGETS))
    for a, alpha in enumerate(ALPHAS):
        for train, test in KFold(4).split(x):
            scaler = StandardScaler().fit(x[train])
            model = Ridge(alpha=alpha).fit(scaler.transform(x[train]), y[train])
            losses[a] += ((y[test] - model.predict(scaler.transform(x[test]))) ** 2).mean(0)
    return np.array(ALPHAS)[losses.argmin(0)]


def encode(x, y, splits, choose, scaled):
    scores, alphas, weights, intercepts = [], [], [], []
    predictions = np.full(y.shape, np.nan)
    for train, test in splits:
        scaler = StandardScaler().fit(x[train])
        own = scaler.transform(x[train])
        alpha = choose(own if scaled else x[train], y[train])
        model = Ridge(alpha=alpha).fit(own, y[train])
        predictions[test] = model.predict(scaler.transform(x[test]))
        scores.append([np.corrcoef(predictions[test, t], y[test, t])[0, 1] for t in range(TARGETS)])
        alphas.append(alpha)
        unscaled = model.coef_.T / scaler.scale_[:, None]
        weights.append(unscaled)
        intercepts.append(model.intercept_ - scaler.mean_ @ unscaled)
    return {"scores": scores, "alphas": alphas, "predictions": predictions, "weights": weights,
            "intercepts": intercepts}


def main(root):
    root.mkdir(parents=True, exist_ok=True)
    x, y, groups = data()
    np.save(root / "X.npy", x)
    np.save(root / "Y.npy", y)
    np.save(root / "G.npy", groups)
    wide = x.astype(np.float64), y.astype(np.float64)
    folds = list(LeaveOneGroupOut().split(x, y, groups))
    # Folds in the order of the rows, not of the labels.
    folds.sort(key=lambda fold: fold[1][0])
    results = {"runs": encode(*wide, folds, by_leave_one_out, True),
               "kfold": encode(*wide, KFold(5).split(x), by_folds, False)}
    for name, arrays in results.items():
        (root / name).mkdir(exist_ok=True)
        for array, values in arrays.items():
            np.save(root / name / f"{array}.npy", np.array(values, dtype=np.float32))
        print(name, np.array(arrays["alphas"]), np.array(arrays["scores"]).mean(0).round(4), sep="\n")
    (root / "VERSIONS.txt").write_text(
        f"numpy {np.__version__}\nscikit-learn {sklearn.__version__}\n")


main(pathlib.Path(sys.argv[1]))
