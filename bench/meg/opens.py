"""Opens with MNE-Python what Arcuate wrote, and fails on any warning.

    opens.py FOLDER     every .fif and .ds below it: results of a run, or a simulated dataset
"""

import pathlib
import sys
import warnings

import mne

mne.set_log_level("WARNING")
warnings.simplefilter("error")
count = 0
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    name = path.name
    if name.endswith("-ave.fif"):
        averages = mne.read_evokeds(path)
        what = f"{len(averages)} averages, {averages[0].data.shape}, from {averages[0].times[0]:.3f} s"
    elif name.endswith(("-epo.fif", "_epo.fif")):
        what = str(mne.read_epochs(path))
    elif name.endswith((".fif", ".ds")):
        raw = mne.io.read_raw(path, preload=True)
        events = mne.find_events(raw, stim_channel="STI101", verbose="ERROR")
        what = f"{raw.get_channel_types(unique=True)}, {raw.get_data().shape}, {len(events)} events"
        mne.channels.find_layout(raw.info)
    else:
        continue
    count += 1
    print(f"{path.relative_to(sys.argv[1])}: {what}")
sys.exit(0 if count else f"no .fif and no .ds below {sys.argv[1]}")
