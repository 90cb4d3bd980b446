"""The data and the peer of encoding.sh: a scikit-learn model per time point, as MNE's SlidingEstimator runs.

    encoding.py make FOLDER
    encoding.py loop FOLDER POINTS     so many of the 126 time points; writes loop.npz, loop.json
    encoding.py run FOLDER NAME COMMAND…   runs a command, writes NAME.json with its time and memory
    encoding.py table FOLDER
"""

import json
import pathlib
import resource
import subprocess
import sys
import time

import numpy as np

WORDS, FEATURES, SENSORS, TIMES, FOLDS = 2700, 768, 273, 126, 5
ALPHAS = np.array(
    [0.1, 0.29763514, 0.88586679, 2.6366509, 7.8475997, 23.357215, 69.519280, 206.91381, 615.84821,
     1832.9807, 5455.5948, 16237.767, 48329.302, 143844.99, 428133.24, 1274275, 3792690.2, 11288378,
     33598183, 1e8])


def make(folder):
    rng = np.random.default_rng(7)
    x = rng.standard_normal((WORDS, FEATURES), dtype="f4")
    x *= (1 + np.arange(FEATURES, dtype="f4")) ** -0.5  # states of a model have few strong directions
    np.save(folder / "X.npy", x)
    y = np.lib.format.open_memmap(folder / "Y.npy", "w+", "<f4", (WORDS, SENSORS * TIMES))
    course = np.exp(-(((np.arange(TIMES) - 60) / 25.0) ** 2)).astype("f4")
    for sensor in range(SENSORS):
        weights = rng.standard_normal((FEATURES, TIMES), dtype="f4") * course
        noise = rng.standard_normal((WORDS, TIMES), dtype="f4")
        y[:, sensor * TIMES : (sensor + 1) * TIMES] = 0.3 * (x @ weights) + noise
    y.flush()


def loop(folder, points):
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold

    x = np.load(folder / "X.npy")
    y = np.load(folder / "Y.npy", mmap_mode="r").reshape(WORDS, SENSORS, TIMES)
    chosen = np.unique(np.linspace(0, TIMES - 1, points).astype(int))
    scores = np.zeros((FOLDS, SENSORS, len(chosen)))
    alphas = np.zeros_like(scores)
    begin = time.perf_counter()
    for i, point in enumerate(chosen):
        target = np.ascontiguousarray(y[:, :, point])
        for fold, (train, test) in enumerate(KFold(FOLDS).split(x)):
            model = RidgeCV(ALPHAS, alpha_per_target=True).fit(x[train], target[train])
            a = model.predict(x[test])
            b = target[test].astype(float)
            a, b = a - a.mean(0), b - b.mean(0)
            scores[fold, :, i] = (a * b).sum(0) / np.sqrt((a**2).sum(0) * (b**2).sum(0))
            alphas[fold, :, i] = model.alpha_
    seconds = time.perf_counter() - begin
    np.savez(folder / "loop.npz", chosen=chosen, scores=scores, alphas=alphas)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    line = dict(points=len(chosen), measured=seconds, seconds=seconds * TIMES / len(chosen), gib=peak)
    (folder / "loop.json").write_text(json.dumps(line))


def run(folder, name, command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    (folder / f"{name}.json").write_text(json.dumps(dict(seconds=seconds, gib=peak)))


def table(folder):
    peer = json.loads((folder / "loop.json").read_text())
    known = np.load(folder / "loop.npz")
    share = "" if peer["points"] == TIMES else f", from {peer['points']} of them, {peer['measured']:.1f} s"
    print(f"scikit-learn, {TIMES} time points one by one{share}: {peer['seconds']:.0f} s, {peer['gib']:.2f} GiB")
    for name in ("single", "double"):
        if not (folder / f"{name}.json").exists():
            continue
        own = json.loads((folder / f"{name}.json").read_text())
        files = list((folder / f"out-{name}").rglob("scores.npy"))
        r = np.load(files[0]).reshape(FOLDS, SENSORS, TIMES)[:, :, known["chosen"]]
        alphas = np.load(files[0].with_name("alphas.npy")).reshape(FOLDS, SENSORS, TIMES)
        same = np.isclose(alphas[:, :, known["chosen"]], known["alphas"], rtol=1e-4)
        worst = np.abs(r - known["scores"])
        print(
            f"arcuate, {name} precision, whole command: {own['seconds']:.1f} s, {own['gib']:.2f} GiB, "
            f"{peer['seconds'] / own['seconds']:.1f} x; alphas alike {same.mean():.4f}, "
            f"largest difference of r {worst[same].max():.1e} there, {worst.max():.1e} in all"
        )


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(where)
    elif sys.argv[1] == "loop":
        loop(where, int(sys.argv[3]))
    elif sys.argv[1] == "run":
        run(where, sys.argv[3], sys.argv[4:])
    else:
        table(where)
