"""Reference values for plugins/ridge, by scikit-learn.

    pip install numpy==2.4.6 scikit-learn==1.9.1
    python bench/oracles/ridge.py plugins/ridge/src/test/resources/oracles

Inputs are rounded to float32, so that both sides see the same numbers. Arrays are float64.
"""

import pathlib
import sys

import numpy as np
import sklearn
from sklearn.linear_model import Ridge, RidgeCV
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

ALPHAS = np.logspace(-1, 8, 10)
TARGETS = 5


def problem(samples, features, seed):
    """Correlated features of many units, targets with more and less signal, the last none at all."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((samples, features)) @ rng.standard_normal((features, features))
    x = x * 10 ** rng.uniform(-2, 2, features) + 3
    x[:, 1] = 7
    weights = rng.standard_normal((features, TARGETS)) / x.std(0, ddof=0).clip(1e-9)[:, None]
    weights[1] = 0
    signal = x @ weights
    signal /= signal.std(0)
    share = np.array([0.99, 0.7, 0.4, 0.15, 0.0])
    y = 0.5 + signal * np.sqrt(share) + rng.standard_normal(signal.shape) * np.sqrt(1 - share)
    return x.astype(np.float32).astype(float), y.astype(np.float32).astype(float)


def save(folder, **arrays):
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(values, dtype="<f8"))


def per_target(fit):
    models = [fit(column) for column in range(TARGETS)]
    return [m[0] for m in models], np.stack([m[1] for m in models], axis=1)


def gcv(x, y, alpha):
    """methods.md, section 8, written out: an intercept column that is not penalised."""
    n = len(x)
    centred = x - x.mean(0)
    hat = centred @ np.linalg.solve(centred.T @ centred + alpha * np.eye(x.shape[1]), centred.T)
    errors = (y - y.mean(0)) - hat @ (y - y.mean(0))
    return (errors**2).mean(0) / (1 - (np.trace(hat) + 1) / n) ** 2


def main(root):
    for name, samples, train, features, seed in [("tall", 140, 110, 12, 1), ("wide", 70, 50, 90, 2)]:
        x, y = problem(samples, features, seed)
        xt, yt, xs = x[:train], y[:train], x[train:]
        save(root / name, x=x, y=y, train=[train])

        scaled = make_pipeline(StandardScaler(), Ridge(10.0, solver="svd")).fit(xt, yt)
        save(root / name / "fixed", predictions=scaled.predict(xs))

        def folds(target):
            # The largest of equal scores wins in ours, the first in theirs: hence descending.
            search = GridSearchCV(
                make_pipeline(StandardScaler(), Ridge(solver="svd")),
                {"ridge__alpha": ALPHAS[::-1]},
                scoring="neg_mean_squared_error",
                cv=KFold(5),
            ).fit(xt, yt[:, target])
            return search.best_params_["ridge__alpha"], search.predict(xs)

        alpha, predictions = per_target(folds)
        save(root / name / "k-fold", alpha=alpha, predictions=predictions)

        search = GridSearchCV(
            make_pipeline(StandardScaler(), Ridge(solver="svd")),
            {"ridge__alpha": ALPHAS[::-1]},
            scoring="neg_mean_squared_error",
            cv=KFold(5),
        ).fit(xt, yt)
        save(
            root / name / "k-fold-shared",
            alpha=[search.best_params_["ridge__alpha"]] * TARGETS,
            predictions=search.predict(xs),
        )

        z = StandardScaler().fit(xt)
        loo = RidgeCV(ALPHAS, alpha_per_target=True).fit(z.transform(xt), yt)
        save(root / name / "loo", alpha=loo.alpha_, predictions=loo.predict(z.transform(xs)))
        shared = RidgeCV(ALPHAS).fit(z.transform(xt), yt)
        save(
            root / name / "loo-shared",
            alpha=[shared.alpha_] * TARGETS,
            predictions=shared.predict(z.transform(xs)),
        )

        losses = np.stack([gcv(z.transform(xt), yt, alpha) for alpha in ALPHAS])
        best = ALPHAS[losses.argmin(0)]
        fit = Ridge(best, solver="svd").fit(z.transform(xt), yt)
        save(root / name / "gcv", alpha=best, predictions=fit.predict(z.transform(xs)))

    (root / "VERSIONS.txt").write_text(
        f"bench/oracles/ridge.py with Python {sys.version.split()[0]}, NumPy {np.__version__},"
        f" scikit-learn {sklearn.__version__}\n"
    )


main(pathlib.Path(sys.argv[1]))
