"""Reference values of the extrapolated ceiling, by NumPy and SciPy.

    pip install numpy==2.4.6 scipy==1.17.1
    python bench/oracles/ceilings.py plugins/statistics/src/test/resources/ceilings

Five people, six targets with ever more noise; the fifth grows with every person, the last is noise. For
every person and every subset of the others: the correlation with the subset's mean of z-scored series.
Their mean by the number of people (the predicted one and the subset) is extrapolated by curve_fit, as
Brain-Score does over sizes of its subject pool, with limits between 0 and 1; and, for people of equal signal and noise,
by the law of Spearman and Brown.
"""

import itertools
import pathlib
import sys

import numpy as np
import scipy
from scipy.optimize import curve_fit, minimize_scalar

PEOPLE, ROWS = 5, 240
NOISE = [0.3, 0.7, 1.2, 2.0, 9.0, np.inf]


def data():
    rng = np.random.default_rng(12)
    values = np.zeros((PEOPLE, ROWS, len(NOISE)))
    for target, noise in enumerate(NOISE):
        signal = rng.standard_normal(ROWS)
        for person in range(PEOPLE):
            own = rng.standard_normal(ROWS)
            values[person, :, target] = own if np.isinf(noise) else signal + noise * own
    return values.astype(np.float32)


def curve(x, limit, tau):
    return limit * (1 - np.exp(-x / tau))


def equals(others, rho):
    return rho * np.sqrt(others) / np.sqrt(1 + (others - 1) * rho)


def main(root):
    root.mkdir(parents=True, exist_ok=True)
    values = data()
    z = values.astype(np.float64)
    z = (z - z.mean(1, keepdims=True)) / z.std(1, keepdims=True)
    pools = np.zeros((PEOPLE - 1, len(NOISE)))
    for size in range(1, PEOPLE):
        for target in range(len(NOISE)):
            scores = []
            for person in range(PEOPLE):
                others = [p for p in range(PEOPLE) if p != person]
                for pool in itertools.combinations(others, size):
                    mean = z[list(pool), :, target].mean(0)
                    scores.append(np.corrcoef(mean, z[person, :, target])[0, 1])
            pools[size - 1, target] = np.mean(scores)
    x = np.arange(2.0, PEOPLE + 1)
    fits = np.zeros((3, len(NOISE)))
    for target in range(len(NOISE)):
        best = None
        for start in [0.3, 1, 3, 10, 100]:
            found, _ = curve_fit(curve, x, pools[:, target], p0=[0.5, start], maxfev=100000,
                                 bounds=([0, 1e-2], [1, 1e4]), xtol=1e-14, ftol=1e-14, gtol=1e-14)
            error = ((pools[:, target] - curve(x, *found)) ** 2).sum()
            if best is None or error < best[0]:
                best = (error, found)
        fits[:2, target] = best[1]
        rho = minimize_scalar(lambda r: ((pools[:, target] - equals(x - 1, r)) ** 2).sum(),
                              bounds=(0, 1), method="bounded", options={"xatol": 1e-12}).x
        fits[2, target] = np.sqrt(rho)
    np.save(root / "people.npy", values.reshape(PEOPLE, -1))
    np.save(root / "pools.npy", pools)
    np.save(root / "fits.npy", fits)
    print(pools.round(4), fits.round(5), sep="\n")
    (root / "VERSIONS.txt").write_text(f"numpy {np.__version__}\nscipy {scipy.__version__}\n")


main(pathlib.Path(sys.argv[1]))
