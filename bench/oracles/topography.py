"""Reference values for maps of the head in plugins/report, by SciPy: a thin plate spline through
seven places. Printed as Java arrays for TopographyTest.

    pip install scipy==1.17.1 numpy==2.4.6
    python bench/oracles/topography.py
"""

import numpy as np
from scipy.interpolate import RBFInterpolator

PLACES = np.array(
    [[0, 0.9], [0.8, 0.2], [0.5, -0.7], [-0.5, -0.7], [-0.8, 0.2], [0.1, 0.1], [-0.2, -0.3]]
)
VALUES = np.array([0.02, 0.10, -0.05, 0.01, 0.07, 0.03, 0.11])
AT = np.array([[0, 0], [0.4, 0.3], [-0.5, 0.1], [0.2, -0.4], [-0.3, 0.5]])

spline = RBFInterpolator(PLACES, VALUES, kernel="thin_plate_spline", degree=1)
print(", ".join(repr(float(v)) for v in spline(AT)))
