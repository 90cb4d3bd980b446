"""Makes the problems of the comparison, runs the peers on them and compares predictions.

    peers.py make CONFIG FOLDER      X.npy, Y.npy
    peers.py run CONFIG SYSTEM FOLDER   fits, predicts the test rows, prints one line of JSON
    peers.py compare CONFIG FOLDER A B  agreement of two systems' predictions
    peers.py table CONFIG FOLDER OURS PEERS

Everything is synthetic: Gaussian X, Y = .3 XB + noise. Sizes are those of published analyses; 'scale'
in CONFIG, such as H1:0.1, makes fewer targets.
"""

import json
import pathlib
import resource
import sys
import time

import numpy as np

# rows to train on, rows to test on, columns, targets, penalties, inner folds
CONFIGS = {
    "H1": dict(n=2400, m=600, p=1000, v=30000, alphas=np.logspace(-3, 20, 20), folds=3),
    "CK1": dict(n=1600, m=400, p=3840, v=20484, alphas=np.logspace(-1, 8, 10), folds=5),
    "N1": dict(n=2860, m=286, p=100, v=5438, alphas=np.logspace(-6, 6, 100), folds=5, dtype="f8"),
    "V1s": dict(n=3600, m=270, p=6820, v=2000, alphas=np.logspace(1, 20, 20), folds=12),
    "V1": dict(n=3600, m=270, p=6820, v=84000, alphas=np.logspace(1, 20, 20), folds=12),
    "V2": dict(n=3600, m=270, p=33040, v=2000, alphas=np.logspace(1, 20, 20), folds=12,
               bands=(6820, 26220), n_iter=20),
    "HU2": dict(n=9000, m=500, p=16000, v=95000, alphas=np.logspace(1, 4, 15) ** 2, folds=4),
    "M1": dict(n=8000, m=800, p=768, v=20400, alphas=np.logspace(-1, 8, 10), folds=5, points=100),
}
# Of the 20 draws four: time is in proportion to them.
CONFIGS["V2s"] = CONFIGS["V2"] | dict(n_iter=4)


def config(name):
    name, _, scale = name.partition(":")
    c = dict(CONFIGS[name])
    if scale:
        c["v"] = max(1, int(c["v"] * float(scale)))
    return c


def make(name, folder):
    c = config(name)
    rng = np.random.default_rng(7)
    rows = c["n"] + c["m"]
    x = rng.standard_normal((rows, c["p"]), dtype="f4")
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "X.npy", x)
    y = np.lib.format.open_memmap(folder / "Y.npy", "w+", "<f4", (rows, c["v"]))
    step = 2000
    for first in range(0, c["v"], step):
        wide = min(step, c["v"] - first)
        b = rng.standard_normal((c["p"], wide), dtype="f4") / np.sqrt(c["p"])
        y[:, first : first + wide] = 0.3 * (x @ b) + rng.standard_normal((rows, wide), dtype="f4")
    y.flush()


def gammas(c):
    """The draws that himalaya would make itself."""
    from himalaya.kernel_ridge import generate_dirichlet_samples

    g = generate_dirichlet_samples(c["n_iter"], 2, concentration=[0.1, 1.0], random_state=0)
    g[0] = 1 / 2
    return g


def folds(c):
    from sklearn.model_selection import KFold

    return KFold(c["folds"])


def fit(system, c, x, y, xs):
    from himalaya.backend import set_backend

    family, _, backend = system.partition("-")
    batch = dict(H1=5000, CK1=5000, V1s=500, V1=500, V2=200, V2s=200).get(c["name"], 2000)
    if backend:
        backend = set_backend("torch" if backend == "torch" else "numpy")
        x, y, xs = (backend.asarray(a) for a in (x, y, xs))
    if family == "RidgeCV":
        from himalaya.ridge import RidgeCV

        params = dict(n_targets_batch=batch)
        if c["name"] == "N1":
            params["n_alphas_batch"] = 10
        model = RidgeCV(c["alphas"], fit_intercept=True, cv=folds(c), solver_params=params)
        model.fit(x, y)
        return backend.to_numpy(model.predict(xs)), backend.to_numpy(model.best_alphas_)
    if family == "KernelRidgeCV":
        from himalaya.kernel_ridge import KernelRidgeCV

        # The kernel is part of the work: centred, as an intercept needs it.
        mean, means = x.mean(0), y.mean(0)
        x, xs, y = x - mean, xs - mean, y - means
        model = KernelRidgeCV(c["alphas"], kernel="precomputed", cv=folds(c),
                              solver_params=dict(n_targets_batch=batch))
        model.fit(x @ x.T, y)
        return (backend.to_numpy(model.predict(xs @ x.T) + means),
                backend.to_numpy(model.best_alphas_))
    if family == "Banded":
        from himalaya.kernel_ridge import MultipleKernelRidgeCV

        mean, means = x.mean(0), y.mean(0)
        x, xs, y = x - mean, xs - mean, y - means
        edges = np.cumsum((0,) + tuple(c["bands"]))
        parts = [(x[:, a:b], xs[:, a:b]) for a, b in zip(edges, edges[1:])]
        ks = backend.stack([a @ a.T for a, _ in parts])
        kt = backend.stack([b @ a.T for a, b in parts])
        model = MultipleKernelRidgeCV(
            kernels="precomputed", solver="random_search", cv=folds(c),
            solver_params=dict(n_iter=backend.asarray(c["gammas"].astype("f4")),
                               alphas=c["alphas"], n_targets_batch=batch, progress_bar=False))
        model.fit(ks, y)
        return backend.to_numpy(model.predict(kt) + means), np.full(y.shape[1], np.nan)
    if family == "sklearn":
        from sklearn.linear_model import Ridge, RidgeCV
        from sklearn.model_selection import GridSearchCV

        search = GridSearchCV(Ridge(solver="svd"), dict(alpha=c["alphas"]), cv=folds(c),
                              scoring="neg_mean_squared_error").fit(x, y)
        return search.predict(xs), np.full(y.shape[1], search.best_params_["alpha"])
    if family == "loop":
        # What MNE and scikit-learn users do: a model per time point, each with its own decomposition.
        from sklearn.linear_model import RidgeCV

        width = y.shape[1] // c["points"]
        some = [0, c["points"] // 2]
        alphas, out = [], np.zeros((len(xs), y.shape[1]), "f4")
        begin = time.perf_counter()
        for point in some:
            columns = slice(point * width, (point + 1) * width)
            model = RidgeCV(c["alphas"], alpha_per_target=True).fit(x, y[:, columns])
            out[:, columns] = model.predict(xs)
        c["extrapolate"] = (time.perf_counter() - begin) / len(some) * c["points"]
        return out, np.full(y.shape[1], np.nan)
    raise SystemExit(f"no system {system}")


def run(name, system, folder):
    c = config(name)
    c["name"] = name.partition(":")[0]
    dtype = c.get("dtype", "f4")
    x = np.load(folder / "X.npy").astype(dtype)
    y = np.load(folder / "Y.npy").astype(dtype)
    n = c["n"]
    if "n_iter" in c:
        c["gammas"] = gammas(c)
    begin = time.perf_counter()
    predictions, alphas = fit(system, c, x[:n], y[:n], x[n:])
    seconds = c.get("extrapolate", time.perf_counter() - begin)
    out = folder / system
    out.mkdir(exist_ok=True)
    np.save(out / "predictions.npy", predictions.astype("f4"))
    np.save(out / "alphas.npy", alphas)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps(dict(system=system, seconds=round(seconds, 2), rss=round(peak, 2))))


def correlations(a, b):
    a = a - a.mean(0)
    b = b - b.mean(0)
    norm = np.sqrt((a**2).sum(0) * (b**2).sum(0))
    return np.divide((a * b).sum(0), norm, out=np.zeros(a.shape[1]), where=norm > 0)


def compare(name, folder, one, other):
    n = config(name)["n"]
    y = np.load(folder / "Y.npy", mmap_mode="r")[n:]
    a = np.load(folder / one / "predictions.npy").astype(float)
    b = np.load(folder / other / "predictions.npy").astype(float)
    some = np.unique(np.linspace(0, y.shape[1] - 1, 2000).astype(int))
    some = some[np.any(a[:, some] != 0, 0) & np.any(b[:, some] != 0, 0)]
    ra, rb = (correlations(v[:, some], y[:, some].astype(float)) for v in (a, b))
    aa = np.load(folder / one / "alphas.npy").ravel()[some]
    ab = np.load(folder / other / "alphas.npy").ravel()[some]
    same = np.isclose(aa, ab, rtol=1e-3)
    difference = np.abs(ra - rb)
    return dict(
        a=one, b=other, mean_r=round(float(rb.mean()), 4),
        same_alpha=None if np.isnan(aa).all() or np.isnan(ab).all() else float(same.mean()),
        dr_same=float(difference[same].max()) if same.any() else None,
        dr_mean=abs(float(ra.mean() - rb.mean())), dr_max=float(difference.max()))


def table(name, folder, mine, peers):
    """A line per system: seconds, peak memory, how much slower than ours, agreement with ours."""
    ours = [json.loads((folder / f"{m}.json").read_text()) for m in mine]
    seconds = ours[0]["prepare"] + ours[0]["solve"]
    print(f"{'config':8} {'system':20} {'s':>8} {'GB':>5} {'x ours':>7}  agreement, notes")
    for m, line in zip(mine, ours):
        note = (f"prepare {line['prepare']:.2f}, solve {line['solve']:.2f}, again {line['again']:.2f}"
                f" of which plain products {line['gemm']:.2f} ({line['gflops']:.0f} GFLOP/s)")
        total = line["prepare"] + line["solve"]
        print(f"{name:8} {m:20} {total:8.2f} {line['rss']:5.1f} {total / seconds:7.2f}  {note}")
    for peer in peers:
        line = json.loads((folder / f"{peer}.json").read_text())
        if "seconds" not in line:
            print(f"{name:8} {peer:20} {'-':>8} {'-':>5} {'-':>7}  did not finish; see {peer}.log")
            continue
        a = compare(name, folder, peer, mine[0])
        same = "" if a["same_alpha"] is None else f"same alpha {100 * a['same_alpha']:.2f} %, "
        dr = "" if a["dr_same"] is None else f"where same max |dr| {a['dr_same']:.1e}, "
        print(f"{name:8} {peer:20} {line['seconds']:8.2f} {line['rss']:5.1f}"
              f" {line['seconds'] / seconds:7.2f}  {same}{dr}mean r differs by {a['dr_mean']:.1e}",
              flush=True)


if __name__ == "__main__":
    command, name = sys.argv[1:3]
    if command == "make":
        make(name, pathlib.Path(sys.argv[3]))
    elif command == "run":
        run(name, sys.argv[3], pathlib.Path(sys.argv[4]))
    elif command == "gammas":
        g = gammas(config(name))
        print("[" + ", ".join(repr(float(v)) for v in g.ravel()) + "]")
    elif command == "alphas":
        print("[" + ", ".join(repr(float(a)) for a in config(name)["alphas"]) + "]")
    elif command == "table":
        table(name, pathlib.Path(sys.argv[3]), sys.argv[4].split(), sys.argv[5].split())
    else:
        print(json.dumps(compare(name, pathlib.Path(sys.argv[3]), sys.argv[4], sys.argv[5])))
