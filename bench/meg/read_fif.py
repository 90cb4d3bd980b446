"""Makes the recording, or reads it with MNE; prints seconds and peak memory."""

import resource
import sys
import time

import mne
import numpy as np

mne.set_log_level("ERROR")
CHANNELS, RATE, SECONDS = 300, 1000.0, 600


def make(path):
    rng = np.random.default_rng(1)
    info = mne.create_info(CHANNELS, RATE, "mag")
    data = rng.standard_normal((CHANNELS, int(RATE * SECONDS))).astype(np.float32) * 1e-12
    mne.io.RawArray(data, info, copy="auto").save(path, overwrite=True)


def read(path):
    begin = time.perf_counter()
    raw = mne.io.read_raw_fif(path, preload=True)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"mne {mne.__version__}, preload        {seconds:6.2f} s  {peak:6.0f} MB peak  ({raw._data[-1, -1]:g})")


{"make": make, "read": read}[sys.argv[1]](sys.argv[2])
