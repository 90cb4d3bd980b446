"""EEG files by independent writers and what MNE-Python reads from them, for plugins/bids-meg.

    pip install pybv==0.8.1 edfio==0.4.18 pyEDFlib==0.1.42 mne==1.13.2 numpy==2.4.6
    python bench/oracles/eeg.py plugins/bids-meg/src/test/resources/oracles/eeg

Per file NAME: the file (BrainVision by pybv, EDF and EDF+ by edfio and by pyEDFlib), NAME.f64 with MNE's
samples [channels × samples] in SI, and an entry of readings.json with channels, rate and annotations.
"""

import datetime
import json
import pathlib
import sys
import warnings

import edfio
import mne
import numpy as np
import pybv
import pyedflib

mne.set_log_level("ERROR")
warnings.simplefilter("ignore")


def signals(channels, samples, seed):
    rng = np.random.default_rng(seed)
    return np.cumsum(rng.standard_normal((channels, samples)), axis=1) * 1e-5


def brain_vision(folder, name, kind, resolution):
    events = [
        {"onset": 10, "duration": 1, "description": 7, "type": "Stimulus"},
        {"onset": 55, "duration": 25, "description": "bad loud", "type": "Comment"},
    ]
    pybv.write_brainvision(
        data=signals(4, 130, 1) * np.array([1, 1, 3, 20])[:, None],
        sfreq=250,
        ch_names=["Fp1", "C,z", "HEOG", "Größe"],
        fname_base=name,
        folder_out=folder,
        overwrite=True,
        events=events,
        resolution=resolution,
        unit=["µV", "µV", "µV", "mV"],
        fmt=kind,
        meas_date=datetime.datetime(2026, 1, 2, 3, 4, 5),
    )
    return name + ".vhdr", mne.io.read_raw_brainvision(folder / (name + ".vhdr"), preload=True)


def edf_by_edfio(folder):
    data = signals(3, 300, 2) * 1e6
    edf = edfio.Edf(
        [
            edfio.EdfSignal(data[0], 100, label="Fz", physical_dimension="uV", physical_range=(-3000, 2500)),
            edfio.EdfSignal(data[1] / 1e3, 100, label="ECG 1", physical_dimension="mV", physical_range=(-5, 5)),
            edfio.EdfSignal(data[2], 100, label="Pz", physical_dimension="uV", digital_range=(-2048, 2047)),
        ],
        annotations=[
            edfio.EdfAnnotation(0.5, None, "mot é"),
            edfio.EdfAnnotation(1.25, 0.75, "BAD_blink"),
            edfio.EdfAnnotation(1.25, 0.75, "again"),
        ],
        data_record_duration=0.5,
    )
    path = folder / "edfio.edf"
    edf.write(path)
    return path.name, mne.io.read_raw_edf(path, preload=True)


def edf_by_pyedflib(folder):
    path = folder / "pyedflib.edf"
    data = signals(3, 600, 3) * 1e6
    with pyedflib.EdfWriter(str(path), 3, file_type=pyedflib.FILETYPE_EDFPLUS) as writer:
        for i, label in enumerate(["EEG Fp1-REF", "EEG Oz-REF", "STATUS"]):
            writer.setSignalHeader(
                i,
                {
                    "label": label,
                    "dimension": "uV" if i < 2 else "mV",
                    "sample_frequency": 200,
                    "physical_max": 4000.0,
                    "physical_min": -4000.0 if i < 2 else 4000.5 - 8191,
                    "digital_max": 32767,
                    "digital_min": -32768,
                    "transducer": "",
                    "prefilter": "",
                },
            )
        writer.writeAnnotation(0.3, -1, "word")
        writer.writeAnnotation(2.05, 0.4, "BAD loud")
        writer.setStartdatetime(datetime.datetime(2026, 1, 2, 3, 4, 5))
        writer.writeSamples(list(data))
    return path.name, mne.io.read_raw_edf(path, preload=True)


def edf_of_several_rates(folder):
    """Slower channels, which MNE brings to the rate of the fastest when it loads the whole file."""
    path = folder / "edfio-rates.edf"
    data = signals(2, 800, 4) * 1e6
    slow = signals(1, 200, 5)[0] * 1e4
    odd = signals(1, 28, 6)[0] * 1e6
    trigger = np.repeat([0, 5, 0, 9, 0, 0, 3, 0], 10).astype(float)
    edf = edfio.Edf(
        [
            edfio.EdfSignal(data[0], 200, label="Fz", physical_dimension="uV", physical_range=(-3000, 3000)),
            edfio.EdfSignal(slow, 50, label="Resp", physical_dimension="mV", physical_range=(-40, 40)),
            edfio.EdfSignal(trigger, 20, label="STATUS", physical_range=(-32768, 32767), digital_range=(-32768, 32767)),
            edfio.EdfSignal(odd, 7, label="EOG", physical_dimension="uV", physical_range=(-900, 900)),
            edfio.EdfSignal(data[1], 200, label="Pz", physical_dimension="uV", physical_range=(-3000, 3000)),
        ],
        data_record_duration=1,
    )
    edf.write(path)
    return path.name, mne.io.read_raw_edf(path, preload=True)


def main(out):
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    readings = []
    for file, raw in [
        brain_vision(folder, "pybv-int16", "binary_int16", 0.5),
        brain_vision(folder, "pybv-float32", "binary_float32", 0.1),
        edf_by_edfio(folder),
        edf_by_pyedflib(folder),
        edf_of_several_rates(folder),
    ]:
        raw.get_data().astype("<f8").tofile(folder / (file + ".f64"))
        readings.append(
            {
                "file": file,
                "rate": raw.info["sfreq"],
                "names": raw.ch_names,
                "samples": raw.n_times,
                "onsets": raw.annotations.onset.tolist(),
                "durations": raw.annotations.duration.tolist(),
                "descriptions": raw.annotations.description.tolist(),
            }
        )
    text = json.dumps({"files": readings}, ensure_ascii=False, indent=1, default=lambda x: x.item())
    (folder / "readings.json").write_text(text + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
