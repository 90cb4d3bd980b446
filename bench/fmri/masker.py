"""What a lab would write with nilearn: mask, clean, save.

    python masker.py IMAGE MASK CONFOUNDS OUT.npy
"""

import sys

import numpy
import pandas
from nilearn.maskers import NiftiMasker

image, mask, table, out = sys.argv[1:]
confounds = pandas.read_csv(table, sep="\t")
confounds = confounds[[name for name in confounds.columns if name[:5] in ("trans", "rot_x", "rot_y", "rot_z")]]
confounds = confounds.bfill()
masker = NiftiMasker(
    mask_img=mask,
    detrend=True,
    high_pass=0.008,
    t_r=2.0,
    standardize="zscore_sample",
)
numpy.save(out, masker.fit().transform(image, confounds=confounds))
