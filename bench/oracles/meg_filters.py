"""Filters, resampling and envelopes by MNE, on a made-up signal; called by meg.py."""

import pathlib

import mne
import numpy as np

RATE = 600.615


def signal(samples=4001, seed=5):
    """Slow drift, an alpha rhythm, line noise and coloured noise, in tesla."""
    rng = np.random.default_rng(seed)
    t = np.arange(samples) / RATE
    noise = np.cumsum(rng.standard_normal(samples)) * 0.1 + rng.standard_normal(samples)
    x = 3 * t + np.sin(2 * np.pi * 10.3 * t) + 2 * np.sin(2 * np.pi * 50 * t) + noise
    return x * 1e-12


def write(out):
    x = signal()
    rows = {"signal": x}

    def fir(low, high):
        return mne.filter.filter_data(x, RATE, low, high, verbose="error")

    def iir(low, high, order):
        params = dict(order=order, ftype="butter", output="sos")
        return mne.filter.filter_data(
            x, RATE, low, high, method="iir", iir_params=params, verbose="error"
        )

    rows["fir-band"] = fir(1, 40)
    rows["fir-wide-band"] = fir(4, 180)
    rows["fir-low"] = fir(None, 40)
    rows["fir-high"] = fir(2, None)
    # longer than the signal reaches
    rows["fir-slow"] = fir(0.5, 40)
    rows["notch"] = mne.filter.notch_filter(x, RATE, [50, 100], verbose="error")
    rows["iir-band"] = iir(1, 40, 4)
    rows["iir-band-odd"] = iir(1, 40, 3)
    rows["iir-low"] = iir(None, 40, 5)
    rows["iir-high"] = iir(2, None, 4)
    rows["resample-down"] = mne.filter.resample(x, up=250, down=RATE, npad=100, verbose="error")
    rows["resample-up"] = mne.filter.resample(x, up=1000, down=RATE, npad=100, verbose="error")
    rows["resample-even"] = mne.filter.resample(x[:4000], up=1, down=4, npad=100, verbose="error")
    info = mne.create_info(1, RATE, "mag")
    raw = mne.io.RawArray(rows["fir-band"][None].copy(), info, verbose="error")
    rows["envelope"] = raw.apply_hilbert(envelope=True, verbose="error").get_data()[0]
    out = pathlib.Path(out) / "filters"
    out.mkdir(parents=True, exist_ok=True)
    for name, values in rows.items():
        # Every seventh value is enough to tell filters apart, and keeps the files small.
        kept = values if name == "signal" else values[::7]
        np.asarray(kept, "<f8").tofile(out / f"{name}.f64")
