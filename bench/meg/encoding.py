"""The data and the peer of encoding.sh: a scikit-learn model per time point, as MNE's SlidingEstimator runs.

    encoding.py make FOLDER
    encoding.py loop FOLDER POINTS     so many of the 126 time points, in float32 and in float64; writes loop-*.npz, loop-*.json
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


def loop(folder, points, precision):
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import KFold

    x = np.load(folder / "X.npy").astype(precision)
    y = np.load(folder / "Y.npy", mmap_mode="r").reshape(WORDS, SENSORS, TIMES)
    chosen = np.unique(np.linspace(0, TIMES - 1, points).astype(int))
    scores = np.zeros((FOLDS, SENSORS, len(chosen)))
    alphas = np.zeros_like(scores)
    begin, cpu = time.perf_counter(), time.process_time()
    for i, point in enumerate(chosen):
        target = np.ascontiguousarray(y[:, :, point], dtype=precision)
        for fold, (train, test) in enumerate(KFold(FOLDS).split(x)):
            model = RidgeCV(ALPHAS, alpha_per_target=True).fit(x[train], target[train])
            a = model.predict(x[test]).astype(float)
            b = target[test].astype(float)
            a, b = a - a.mean(0), b - b.mean(0)
            scores[fold, :, i] = (a * b).sum(0) / np.sqrt((a**2).sum(0) * (b**2).sum(0))
            alphas[fold, :, i] = model.alpha_
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    np.savez(folder / f"loop-{precision}.npz", chosen=chosen, scores=scores, alphas=alphas)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    scale = TIMES / len(chosen)
    line = dict(points=len(chosen), measured=seconds, seconds=seconds * scale, cpu=cpu * scale, gib=peak)
    (folder / f"loop-{precision}.json").write_text(json.dumps(line))


def run(folder, name, command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - begin
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    line = dict(seconds=seconds, cpu=usage.ru_utime + usage.ru_stime, gib=usage.ru_maxrss / 2**20)
    (folder / f"{name}.json").write_text(json.dumps(line))


def table(folder):
    peers = {name: json.loads((folder / f"loop-{name}.json").read_text()) for name in ("float32", "float64")}
    for name, peer in peers.items():
        share = "" if peer["points"] == TIMES else f", from {peer['points']} of them, {peer['measured']:.1f} s"
        print(f"scikit-learn, {name}, {TIMES} time points one by one{share}: {peer['seconds']:.0f} s, "
              f"{peer['cpu']:.0f} s of CPU time, {peer['gib']:.2f} GiB")
    peer = min(peers.values(), key=lambda one: one["seconds"])
    # In float32 an intercept beside predictions that hardly vary leaves r with two digits: float64 is the reference.
    known = np.load(folder / "loop-float64.npz")
    single = np.load(folder / "loop-float32.npz")
    print(f"scikit-learn's float32 differs from its float64 by up to "
          f"{np.abs(single['scores'] - known['scores']).max():.1e} in r")
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
            f"arcuate, {name} precision, whole command: {own['seconds']:.1f} s, {own['cpu']:.0f} s of CPU time, "
            f"{own['gib']:.2f} GiB; {peer['seconds'] / own['seconds']:.1f} x the faster peer by time, "
            f"{peer['cpu'] / own['cpu']:.1f} x by CPU time; beside float64: alphas alike {same.mean():.4f}, "
            f"largest difference of r {worst[same].max():.1e} there, {worst.max():.1e} in all"
        )


if __name__ == "__main__":
    where = pathlib.Path(sys.argv[2])
    if sys.argv[1] == "make":
        make(where)
    elif sys.argv[1] == "loop":
        for precision in ("float32", "float64"):
            loop(where, int(sys.argv[3]), precision)
    elif sys.argv[1] == "run":
        run(where, sys.argv[3], sys.argv[4:])
    else:
        table(where)
