"""Opens with MNE-Python what Arcuate wrote, and fails on any warning.

    opens.py FOLDER     every .fif and .ds below it: results of a run, or simulated datasets

Where one recording was simulated in both forms, their samples must agree to what the forms keep.
"""

import pathlib
import sys
import warnings

import mne
import numpy as np

CTF_STEP = 1e-17  # tesla; what our CTF folders count in

mne.set_log_level("WARNING")
warnings.simplefilter("error")


def recording(path, read):
    raw = read(path, preload=True)
    events = mne.find_events(raw, stim_channel="STI101", verbose="ERROR")
    mne.channels.find_layout(raw.info)
    grade = f", compensation grade {raw.compensation_grade}" if raw.info["comps"] else ""
    return raw, f"{raw.get_channel_types(unique=True)}, {raw.get_data().shape}, {len(events)} events{grade}"


def compare(fif, ctf):
    """Sensors of one simulated recording in both forms."""
    left, right = (raw.copy().pick("mag") for raw in (fif, ctf))
    assert left.ch_names == right.ch_names
    one, other = left.get_data(), right.get_data()
    assert abs(one.shape[1] - other.shape[1]) <= 1, (one.shape, other.shape)
    samples = min(one.shape[1], other.shape[1])
    most = np.abs(one[:, :samples] - other[:, :samples]).max()
    allowed = CTF_STEP / 2 + np.abs(one).max() * 2.0**-24
    assert most <= allowed, f"samples differ by {most} T, more than rounding ({allowed} T)"
    places = [np.array([channel["loc"][:3] for channel in raw.info["chs"]]) for raw in (left, right)]
    away = np.abs(places[0] - places[1]).max()
    assert away < 1e-6, f"sensors differ by {away} m"
    return f"the same samples within {most:.1e} T"


root = pathlib.Path(sys.argv[1])
count = 0
forms = {}
for path in sorted(root.rglob("*")):
    name = path.name
    if name.endswith("-ave.fif"):
        averages = mne.read_evokeds(path)
        what = f"{len(averages)} averages, {averages[0].data.shape}, from {averages[0].times[0]:.3f} s"
    elif name.endswith(("-epo.fif", "_epo.fif")):
        what = str(mne.read_epochs(path))
    elif name.endswith(".fif") or (name.endswith(".ds") and path.is_dir()):
        ctf = name.endswith(".ds")
        raw, what = recording(path, mne.io.read_raw_ctf if ctf else mne.io.read_raw)
        forms.setdefault(path.stem, {})["ctf" if ctf else "fif"] = raw
    else:
        continue
    count += 1
    print(f"{path.relative_to(root)}: {what}")
for stem, both in forms.items():
    if len(both) == 2:
        print(f"{stem}, FIF and CTF: {compare(both['fif'], both['ctf'])}")
sys.exit(0 if count else f"no .fif or .ds below {root}")
