"""Reference values for plugins/bids-meg, by MNE-Python.

    pip install mne==1.13.2 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1
    python bench/oracles/meg.py readings SHARED plugins/bids-meg/src/test/resources/oracles
    python bench/oracles/meg.py filters  plugins/bids-meg/src/test/resources/oracles

`readings` holds digests of what MNE reads from the recordings in SHARED/meg, never a sample: their
licence forbids to pass them on. A digest is the SHA-256 of the samples as big-endian doubles, channel
by channel. `filters` holds results on made-up signals: filters, and epochs with their drop log.
"""

import hashlib
import json
import pathlib
import sys
import warnings

import mne
import numpy as np

mne.set_log_level("ERROR")
warnings.simplefilter("ignore")

RAW = {
    "ctf": "ctf/testdata_ctf_short_discontinuous.ds",
    "ctf-fif": "ctf/testdata_ctf_short_discontinuous.ds_raw.fif",
    "sss": "neuromag/sample_audvis_trunc_raw_sss.fif",
    "empty-room": "neuromag/141027_cropped_90Hz_raw.fif",
}


def digest(array, kind=">f8"):
    return hashlib.sha256(np.ascontiguousarray(array, dtype=kind).tobytes()).hexdigest()


def text_digest(names):
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def describe(info):
    return {
        "rate": info["sfreq"],
        "names": text_digest(info["ch_names"]),
        "types": text_digest(info.get_channel_types()),
        # float32, since places of CTF are computed and differ in the last bits
        "positions": [
            [float(np.float32(x)) if np.isfinite(x) else None for x in ch["loc"][:3]] for ch in info["chs"]
        ][::20],
        "coils": [int(ch["coil_type"]) for ch in info["chs"]][::20],
        "projectors": [p["desc"] for p in info["projs"]],
        "compensations": [
            {"kind": int(c["kind"]), "sum": float(np.abs(c["data"]["data"]).sum())}
            for c in info["comps"]
        ],
        "device-to-head": None
        if info["dev_head_t"] is None
        else info["dev_head_t"]["trans"].ravel().tolist(),
    }


def readings(shared, out):
    root = pathlib.Path(shared) / "meg"
    result = {}
    for key, name in RAW.items():
        path = root / name
        raw = (
            mne.io.read_raw_ctf(path, preload=True)
            if name.endswith(".ds")
            else mne.io.read_raw_fif(path, preload=True, allow_maxshield=True)
        )
        one = describe(raw.info)
        one.update(file=name, samples=raw.n_times, first=int(raw.first_samp), digest=digest(raw._data))
        if key == "ctf":
            raw.apply_gradient_compensation(3)
            one["compensated"] = digest(raw._data)
            sensors = raw._data[mne.pick_types(raw.info, meg=True, ref_meg=False)]
            one["compensated-channels"] = np.sqrt((sensors**2).mean(axis=1))[::20].tolist()
            one["compensated-rms"] = float(np.sqrt((sensors**2).mean()))
        if key == "empty-room":
            data = raw.copy().apply_proj().get_data()
            one["projected-rms"] = float(np.sqrt((data**2).mean()))
            one["projected-channels"] = np.sqrt((data**2).mean(axis=1))[::20].tolist()
        result[key] = one
    evoked = mne.read_evokeds(root / "evoked/test-ave.fif.gz", proj=False)
    result["evoked"] = describe(evoked[0].info)
    result["evoked"]["averages"] = [
        {
            "comment": e.comment,
            "nave": int(e.nave),
            "first": int(e.first),
            "start": float(e.times[0]),
            "digest": digest(e.data),
        }
        for e in evoked
    ]
    events = mne.read_events(root / "neuromag/sample_audvis_trunc_raw-eve.fif")
    result["events"] = {"rows": len(events), "digest": digest(events, ">i4")}
    out = pathlib.Path(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / "readings.json").write_text(json.dumps(result, default=lambda x: x.item()) + "\n")


if __name__ == "__main__":
    if sys.argv[1] == "readings":
        readings(*sys.argv[2:])
    else:
        import meg_epochs
        import meg_filters
        import meg_inverse

        meg_filters.write(sys.argv[2])
        meg_epochs.write(sys.argv[2])
        meg_inverse.write(sys.argv[2])
