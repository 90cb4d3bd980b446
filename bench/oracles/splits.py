"""Reference values for the split scores of the engine's regression stage, by himalaya.

    pip install numpy==2.4.6 himalaya==0.4.11
    python bench/oracles/splits.py engine/src/test/resources/splits

Targets [40 × 3], and the parts of their predictions by two feature groups; per group and target the
split r (correlation_score_split) and R² (r2_score_split), of centred targets and parts.
"""

import pathlib
import sys

import himalaya
import numpy as np
from himalaya.scoring import correlation_score_split, r2_score_split

root = pathlib.Path(sys.argv[1])
root.mkdir(parents=True, exist_ok=True)
rng = np.random.default_rng(3)
targets = rng.standard_normal((40, 3)).astype(np.float32) + 2
parts = np.stack([0.5 * targets + rng.standard_normal((40, 3)), rng.standard_normal((40, 3))])
parts = (parts * 0.4).astype(np.float32)
centred = targets.astype(float) - targets.astype(float).mean(0)
flat = parts.astype(float) - parts.astype(float).mean(1, keepdims=True)
np.save(root / "targets.npy", targets)
np.save(root / "parts.npy", parts.reshape(-1, 3))
np.save(root / "r.npy", np.asarray(correlation_score_split(centred, flat)))
np.save(root / "r2.npy", np.asarray(r2_score_split(centred, flat)))
(root / "VERSIONS.txt").write_text(
    f"bench/oracles/splits.py with NumPy {np.__version__}, himalaya {himalaya.__version__}\n")
