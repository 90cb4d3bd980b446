"""FIF recordings as MNE writes them, and what it reads from them again; called by meg.py.

Every number format, a recording that does not begin at sample 0, annotations at its beginning, across a
boundary and with odd letters, and triggers.
"""

import json
import pathlib

import mne
import numpy as np

RATE = 250.0


def recording():
    rng = np.random.default_rng(9)
    data = rng.standard_normal((4, 600))
    data[:2] *= 1e-12
    data[2] *= 1e-5
    data[3] = 0
    for code, sample in ((1, 220), (5, 300), (1, 450)):
        data[3, sample : sample + 10] = code
    info = mne.create_info(["MEG 0111", "MEG 0112", "EEG 001", "STI 014"], RATE, ["mag", "grad", "eeg", "stim"])
    raw = mne.io.RawArray(data, info, first_samp=1000)
    raw.set_meas_date(1_700_000_000)
    # Whole numbers are stored as multiples of these.
    cals = [1e-15, 1e-15, 1e-9, 1]
    for ch, cal in zip(raw.info["chs"], cals):
        ch["cal"] = cal
    raw._cals = np.array(cals)
    raw.set_annotations(
        mne.Annotations(
            [4.9, 5.5, 6.25], [0.2, 0, 0.3], ["BAD_é", "a: b", "bad blink"], orig_time=raw.info["meas_date"]
        )
    )
    return raw.crop(tmin=0.8, verbose="error")


def write(out):
    out = pathlib.Path(out) / "files"
    out.mkdir(parents=True, exist_ok=True)
    files = []
    for kind in ("short", "int", "single", "double"):
        path = out / f"mne-{kind}_raw.fif"
        recording().save(path, fmt=kind, overwrite=True, verbose="error")
        raw = mne.io.read_raw_fif(path, preload=True, verbose="error")
        raw.get_data().astype("<f8").tofile(out / f"{path.name}.f64")
        events = mne.find_events(raw, "STI 014", verbose="error")
        files.append(
            {
                "file": path.name,
                "first": int(raw.first_samp),
                "samples": int(raw.n_times),
                "names": raw.ch_names,
                "types": raw.get_channel_types(),
                # from the first sample, as everything else counts
                "onsets": (raw.annotations.onset - raw.first_time).tolist(),
                "durations": raw.annotations.duration.tolist(),
                "descriptions": raw.annotations.description.tolist(),
                "event-seconds": ((events[:, 0] - raw.first_samp) / RATE).tolist(),
            }
        )
    text = json.dumps({"files": files}, ensure_ascii=False, indent=1, default=lambda x: x.item())
    (out / "files.json").write_text(text + "\n")
