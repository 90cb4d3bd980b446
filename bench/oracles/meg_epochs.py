"""Epochs, baselines, drop logs and band power by MNE, on a made-up recording; called by meg.py."""

import json
import pathlib

import mne
import numpy as np
from sklearn.preprocessing import RobustScaler

RATE = 100.0


def write(out):
    rng = np.random.default_rng(11)
    samples = 2000
    t = np.arange(samples) / RATE
    data = rng.standard_normal((4, samples)) * np.array([1e-12, 1e-12, 4e-11, 4e-11])[:, None]
    data[0] += 2e-12 * np.sin(2 * np.pi * 0.4 * t)
    data[3, 900:1300] = 0
    data = data.astype(np.float32).astype(float)
    info = mne.create_info(["M1", "M2", "G1", "G2"], RATE, ["mag", "mag", "grad", "grad"])
    raw = mne.io.RawArray(data, info)
    raw.set_annotations(mne.Annotations([4.0, 7.25], [0.5, 0], ["BAD_blink", "bad_moment"]))
    onsets = np.round(np.arange(0.07, 19.95, 0.37), 3)
    events = np.column_stack(
        [np.round(onsets * RATE).astype(int), np.zeros(len(onsets), int), np.ones(len(onsets), int)]
    )
    epochs = mne.Epochs(
        raw, events, tmin=-0.2, tmax=0.5, baseline=(-0.2, 0), decim=3, preload=True, proj=False,
        reject=dict(mag=7.2e-12), flat=dict(grad=1e-12), reject_by_annotation=True,
    )
    # The same epochs out of a list of events that holds others too, saved.
    others = np.column_stack([np.arange(130, 1900, 170), np.zeros(11, int), np.full(11, 2)])
    both = np.concatenate([events, others])
    saved = mne.Epochs(
        raw, both[np.argsort(both[:, 0], kind="stable")], {"word": 1}, tmin=-0.2, tmax=0.5,
        baseline=(-0.2, 0), decim=3, preload=True, proj=False, reject=dict(mag=7.2e-12),
        flat=dict(grad=1e-12), reject_by_annotation=True,
    )
    # Clipping: of the epochs of each fifth event by NumPy, of the run by NumPy, scaling by scikit-learn.
    sentences = mne.Epochs(
        raw, events[::5], tmin=0, tmax=0.3, baseline=None, preload=True, proj=False,
        reject_by_annotation=False,
    ).get_data()
    limits = np.percentile(sentences, [10, 90], axis=(0, 2))
    clipped = np.clip(sentences, limits[0][:, None], limits[1][:, None])
    run_limits = np.percentile(data, [5, 95], axis=1)
    run_clipped = np.clip(data, run_limits[0][:, None], run_limits[1][:, None])
    robust = RobustScaler(quantile_range=(25, 75)).fit_transform(data.T).T
    band = raw.copy().filter(8, 13).apply_hilbert(envelope=True).get_data() ** 2
    out = pathlib.Path(out) / "epochs"
    out.mkdir(parents=True, exist_ok=True)
    saved.save(out / "mne-epo.fif", fmt="single", overwrite=True)
    data.astype("<f4").tofile(out / "recording.f32")
    epochs.get_data().astype("<f8").tofile(out / "epochs.f64")
    band[:, ::20].astype("<f8").tofile(out / "alpha-power.f64")
    facts = {
        "onsets": onsets.tolist(),
        "drop-log": [", ".join(reasons) for reasons in epochs.drop_log],
        "kept": len(epochs),
        "times": len(epochs.times),
        "first": float(epochs.times[0]),
        "clipped-sentences": [clipped[e, :, ::10].ravel().tolist() for e in range(len(clipped))][::3],
        "clipped-run": run_clipped[:, ::100].ravel().tolist(),
        "robust-run": robust[:, ::100].ravel().tolist(),
    }
    (out / "epochs.json").write_text(json.dumps(facts) + "\n")
