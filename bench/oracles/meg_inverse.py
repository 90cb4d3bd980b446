"""A small inverse operator by MNE and the matrix that it amounts to; called by meg.py."""

import pathlib

import mne
import numpy as np
from mne.minimum_norm import apply_inverse, make_inverse_operator, write_inverse_operator


def write(out):
    rng = np.random.default_rng(3)
    count = 14
    z = 1 - 1.2 * (np.arange(count) + 0.5) / count
    angle = np.arange(count) * 2.399963
    ring = np.sqrt(1 - z**2)
    normals = np.column_stack([ring * np.cos(angle), ring * np.sin(angle), z])
    info = mne.create_info([f"SIM{i + 1:04d}" for i in range(count)], 200.0, "mag")
    for ch, normal in zip(info["chs"], normals):
        x = np.cross(normal, [0.3, 0.5, 0.81])
        x /= np.linalg.norm(x)
        ch["loc"] = np.concatenate([normal * 0.115, x, np.cross(normal, x), normal])
        ch["coil_type"] = 3024
    with info._unlock():
        info["dev_head_t"] = mne.transforms.Transform("meg", "head", np.eye(4))
    sphere = mne.make_sphere_model((0, 0, 0), 0.09, verbose="error")
    grid = np.array([[0.05, 0, 0.02], [-0.05, 0, 0.02], [0, 0.05, 0.03], [0, -0.05, 0.01], [0, 0.02, 0.06]])
    nn = np.array([[0, 1, 0], [0, 1, 0], [1, 0, 0], [1, 0, 0], [1, 0, 0]], float)
    src = mne.setup_volume_source_space(pos=dict(rr=grid, nn=nn), verbose="error")
    forward = mne.make_forward_solution(info, None, src, sphere, eeg=False, verbose="error")
    noise = rng.standard_normal((count, count))
    covariance = mne.Covariance(
        (noise @ noise.T / count + np.eye(count)) * 1e-26, info["ch_names"], [], [], 500
    )
    inverse = make_inverse_operator(info, forward, covariance, loose=1.0, depth=None, verbose="error")
    out = pathlib.Path(out) / "inverse"
    out.mkdir(parents=True, exist_ok=True)
    write_inverse_operator(out / "tiny-inv.fif", inverse, overwrite=True, verbose="error")
    data = rng.standard_normal((count, 60)) * 1e-13
    evoked = mne.EvokedArray(data, info, tmin=0, verbose="error")
    sources = apply_inverse(
        evoked, inverse, lambda2=1 / 9, method="MNE", pick_ori="vector", verbose="error"
    )
    np.asarray(data, "<f8").tofile(out / "sensors.f64")
    np.asarray(sources.data.reshape(-1, 60), "<f8").tofile(out / "sources.f64")
