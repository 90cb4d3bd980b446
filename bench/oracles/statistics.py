"""Reference values for plugins/statistics, by SciPy.

    pip install numpy==2.4.6 scipy==1.17.1
    python bench/oracles/statistics.py plugins/statistics/src/test/resources/oracles

One table of samples with the tests' p-values, and arrays of p-values with their adjustment.
"""

import pathlib
import sys

import numpy as np
import scipy
from scipy import stats


def samples():
    rng = np.random.default_rng(7)
    for n in [2, 3, 5, 6, 12, 13, 14, 27, 50, 51, 80]:
        for shift in [0, 0.4, -1]:
            yield "plain", rng.standard_normal(n) + shift
    for n in [4, 6, 13, 14, 40, 60]:
        tied = np.round(rng.standard_normal(n) + 0.3, 1)
        yield "ties", np.where(tied == 0, 0.1, tied)
        zeros = rng.standard_normal(n) + 0.5
        zeros[: n // 4 + 1] = 0
        yield "zeros", zeros
        yield "both", np.round(rng.standard_normal(n))
    yield "documented", np.array([0.1, 0.2, -0.05, 0.3, 0.15, 0.02])


def main(root):
    root.mkdir(parents=True, exist_ok=True)
    lines = ["kind\tvalues\twilcoxon\twilcoxon-greater\tt\tt-p\tt-p-greater"]
    for kind, x in samples():
        x = np.array([float(repr(float(v))) for v in x])
        t = stats.ttest_1samp(x, 0)
        cells = [
            stats.wilcoxon(x).pvalue,
            stats.wilcoxon(x, alternative="greater").pvalue,
            t.statistic,
            t.pvalue,
            stats.ttest_1samp(x, 0, alternative="greater").pvalue,
        ]
        values = ",".join(repr(float(v)) for v in x)
        lines.append("\t".join([kind, values] + [repr(float(c)) for c in cells]))
    (root / "samples.tsv").write_text("\n".join(lines) + "\n")

    rng = np.random.default_rng(8)
    p = np.concatenate([rng.uniform(size=200), rng.uniform(size=40) ** 6, [0.01] * 5, [1.0]])
    np.save(root / "p.npy", p)
    np.save(root / "q.npy", stats.false_discovery_control(p))

    # Sign flips of the t statistic: all of them, on two targets of six subjects.
    x = rng.standard_normal((6, 2)) + [1.0, 0.2]
    result = [
        stats.permutation_test(
            (x[:, i],),
            lambda d, axis: stats.ttest_1samp(d, 0, axis=axis).statistic,
            permutation_type="samples",
            alternative="greater",
            vectorized=True,
            n_resamples=np.inf,
        ).pvalue
        for i in range(2)
    ]
    np.save(root / "flips-values.npy", x)
    np.save(root / "flips-p.npy", np.array(result))

    (root / "VERSIONS.txt").write_text(
        f"bench/oracles/statistics.py with Python {sys.version.split()[0]}, NumPy {np.__version__},"
        f" SciPy {scipy.__version__}\n"
    )


main(pathlib.Path(sys.argv[1]))
