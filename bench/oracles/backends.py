"""Reference values for the backends of plugins/ridge, by himalaya and scikit-learn.

    pip install numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1 himalaya==0.4.11
    python bench/oracles/backends.py plugins/ridge/src/test/resources/oracles/backends

Inputs are rounded to float32, so that both sides see the same numbers. Arrays are float64. Nothing is
scaled; both sides are centred on the training rows.
"""

import pathlib
import sys

import himalaya
import numpy as np
import sklearn
from himalaya.kernel_ridge import (MultipleKernelRidgeCV, generate_dirichlet_samples,
                                    solve_multiple_kernel_ridge_hyper_gradient)
from scipy.optimize import minimize
from sklearn.cross_decomposition import PLSRegression
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import LinearRegression
from sklearn.metrics.pairwise import cosine_similarity, polynomial_kernel, rbf_kernel
from sklearn.model_selection import KFold
from sklearn.preprocessing import KernelCenterer, StandardScaler

TRAIN, TEST, TARGETS = 80, 30, 6
BANDS = (7, 12)
ALPHAS = np.logspace(-1, 4, 6)


def inner_loss(logarithms, ks, y):
    """Mean squared error of four folds, by the equations."""
    k = np.tensordot(np.exp(logarithms), ks, 1)
    loss = 0
    for train, test in KFold(4).split(y):
        dual = np.linalg.solve(k[np.ix_(train, train)] + np.eye(len(train)), y[train])
        loss += np.mean((k[np.ix_(test, train)] @ dual - y[test]) ** 2) / 4
    return loss


def main(root):
    root.mkdir(parents=True, exist_ok=True)

    def save(name, values):
        np.save(root / f"{name}.npy", np.ascontiguousarray(values, dtype="<f8"))

    rng = np.random.default_rng(5)
    p = sum(BANDS)
    x = rng.standard_normal((TRAIN + TEST, p)).astype("f4").astype(float) + 0.5
    x = x.astype("f4").astype(float)
    b = rng.standard_normal((p, TARGETS)) * np.repeat([1, 0.1], BANDS)[:, None]
    b[:, 1] = rng.standard_normal(p) * np.repeat([0.05, 1], BANDS)
    y = x @ b + 3 * rng.standard_normal((len(x), TARGETS)) + 2
    y = y.astype("f4").astype(float)
    save("x", x)
    save("y", y)
    xt, xs, yt = x[:TRAIN], x[TRAIN:], y[:TRAIN]

    save("dirichlet", generate_dirichlet_samples(9, 3, concentration=[0.1, 1.0], random_state=42))

    # Kernels are centred once on all outer training rows there, on those of each inner fold here:
    # columns of zero mean in every inner fold make both the same, so folds are judged without an
    # intercept by fixing the penalty, and the search is checked on centred halves below.
    for name, kernel in [("polynomial", lambda a, c: polynomial_kernel(a, c, degree=3)),
                         ("rbf", lambda a, c: rbf_kernel(a, c)),
                         ("cosine", cosine_similarity)]:
        centre = KernelCenterer()
        k = centre.fit_transform(kernel(xt, xt))
        model = KernelRidge(alpha=1.0, kernel="precomputed").fit(k, yt - yt.mean(0))
        save(f"kernel-{name}", model.predict(centre.transform(kernel(xs, xt))) + yt.mean(0))

    # Banded: rows repeated with both signs have zero mean in every fold that keeps pairs together.
    half = x[: TRAIN // 2] - 0.5
    pairs = np.stack([half, -half], 1).reshape(TRAIN, p).astype("f4").astype(float)
    targets = np.stack([yt[: TRAIN // 2] - 2, 2 - yt[: TRAIN // 2]], 1).reshape(TRAIN, TARGETS)
    targets = targets.astype("f4").astype(float)
    save("pairs-x", np.vstack([pairs, xs]))
    save("pairs-y", np.vstack([targets, y[TRAIN:]]))
    gammas = generate_dirichlet_samples(8, 2, concentration=[0.1, 1.0], random_state=3)
    gammas[0] = 0.5
    edges = np.cumsum((0,) + BANDS)
    parts = list(zip(edges, edges[1:]))
    ks = np.stack([pairs[:, a:c] @ pairs[:, a:c].T for a, c in parts])
    kt = np.stack([xs[:, a:c] @ pairs[:, a:c].T for a, c in parts])
    model = MultipleKernelRidgeCV(
        kernels="precomputed", solver="random_search", cv=KFold(4),
        solver_params=dict(n_iter=gammas, alphas=ALPHAS, progress_bar=False))
    model.fit(ks, targets)
    save("banded-gammas", gammas)
    # δ = ln(γ/α) and Σγ = 1 give both back.
    save("banded-alpha", 1 / np.exp(model.deltas_).sum(0))
    save("banded-gamma", np.exp(model.deltas_) / np.exp(model.deltas_).sum(0))
    save("banded-predictions", model.predict(kt))
    save("banded-parts", model.predict(kt, split=True))


    # Iterative on both sides: the loss that is reached is compared, not the weights.
    _, _, scores = solve_multiple_kernel_ridge_hyper_gradient(
        ks, targets, cv=KFold(4), initial_deltas="ridgecv", max_iter=300, tol=None, cg_tol=1e-8,
        max_iter_inner_dual=200, hyper_gradient_method="direct",
        kernel_ridge_method="conjugate_gradient", progress_bar=False)
    save("gradient-loss", -scores.max(0))
    least = [min(minimize(inner_loss, np.log(start) * np.ones(2), (ks, targets[:, t]), tol=1e-9).fun
                 for start in (1, 0.01, 0.0001)) for t in range(TARGETS)]
    save("gradient-least", least)

    save("ols", LinearRegression().fit(xt, yt).predict(xs))
    z = StandardScaler().fit(xt)
    for count in (1, 3, 10):
        fitted = [PLSRegression(count, scale=False, tol=1e-12, max_iter=2000)
                  .fit(z.transform(xt), yt[:, [t]]).predict(z.transform(xs)).ravel()
                  for t in range(TARGETS)]
        save(f"pls-{count}", np.stack(fitted, 1))

    (root / "VERSIONS.txt").write_text(
        f"bench/oracles/backends.py with Python {sys.version.split()[0]}, NumPy {np.__version__},"
        f" scikit-learn {sklearn.__version__}, himalaya {himalaya.__version__}\n")


main(pathlib.Path(sys.argv[1]))
