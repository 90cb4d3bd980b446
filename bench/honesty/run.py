"""Measures what leaky splits do to noise, and draws the figure of docs/why-we-refuse.md.

    python bench/honesty/run.py [--datasets 20] [--figure docs/images/why-we-refuse.svg]

Needs NumPy and a built distribution (./arcuate builds it). Each dataset is 300 volumes of 2 s: ten
targets of first-order autoregressive noise (.8 from one volume to the next), and features that have
nothing to do with them, 40 noise series at the five default delays: slow ones (.95), as activations of
a model with a long context or the position in a story are, and fast ones (0). 20 datasets take about
10 minutes on two cores. Prints one table: mean r, the share of targets that a parametric p-value of r
calls significant at .05 (Arcuate offers none), the share that Arcuate's permutations call so under the
honest split, and the mean r of a model that knows only which volumes are neighbours.
"""

import argparse
import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROWS, FEATURES, TARGETS, MEMORY = 300, 40, 10, 0.8
KINDS = [("slow", 0.95), ("fast", 0.0)]
SPLITS = [("honest", "contiguous, gap of 10 s"), ("no-gap", "contiguous, no gap"),
          ("shuffled", "shuffled rows")]


SERIES = [("fast", "r", "#7a8594", "fast unrelated features"),
          ("slow", "r", "#31688e", "slow unrelated features"),
          ("slow", "autocorrelation", "#d1603d", "no features, only neighbours in time")]


def autoregressive(rng, columns, memory):
    series = np.zeros((ROWS, columns))
    series[0] = rng.standard_normal(columns)
    for t in range(1, ROWS):
        series[t] = memory * series[t - 1] + math.sqrt(1 - memory**2) * rng.standard_normal(columns)
    return series


def dataset(rng, folder):
    for kind, memory in KINDS:
        base = autoregressive(rng, FEATURES, memory)
        delayed = [np.vstack([np.zeros((d, FEATURES)), base[: ROWS - d]]) for d in range(1, 6)]
        np.save(folder / f"{kind}.npy", np.hstack(delayed).astype(np.float32))
    np.save(folder / "y.npy", autoregressive(rng, TARGETS, MEMORY).astype(np.float32))


def normal_p(r):
    """Two-sided p of a correlation of independent rows, by Fisher's z."""
    z = np.arctanh(np.clip(r, -0.999, 0.999)) * math.sqrt(ROWS - 3)
    return np.array([math.erfc(abs(v) / math.sqrt(2)) for v in z])


def measure(arcuate, count, permutations):
    """By kind of features, split and map: the values of all targets of all datasets."""
    found = {kind: {name: {"r": [], "autocorrelation": [], "p": []} for name, _ in SPLITS}
             for kind, _ in KINDS}
    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as temporary:
        temporary = pathlib.Path(temporary)
        for number in range(count):
            folder = temporary / str(number)
            folder.mkdir()
            dataset(rng, folder)
            for kind, _ in KINDS:
                out = folder / kind
                command = [
                    str(arcuate), "run", str(ROOT / "workflows" / "why-we-refuse.yaml"),
                    "--set", f"x={folder / kind}.npy", "--set", f"y={folder / 'y.npy'}",
                    "--set", f"permutations={permutations}",
                    "--out", str(out), "--store", str(temporary / "store")]
                done = subprocess.run(command, capture_output=True, text=True)
                if done.returncode != 0:
                    sys.exit(done.stdout + done.stderr)
                for name, _ in SPLITS:
                    collect(out / name, name, found[kind][name])
            print(f"{number + 1} of {count}", file=sys.stderr, flush=True)
    return {kind: {name: {k: np.array(v) for k, v in maps.items()} for name, maps in splits.items()}
            for kind, splits in found.items()}


def collect(scores, name, maps):
    facts = json.loads((scores / "scores.json").read_text())["facts"]
    assert facts["leaky"] == (name != "honest")
    maps["r"] += list(np.load(scores / "r.npy").mean(0))
    maps["autocorrelation"] += list(np.load(scores / "autocorrelation-r.npy").mean(0))
    if (scores / "p.npy").exists():
        maps["p"] += list(np.load(scores / "p.npy").ravel())


def table(found):
    lines = ["| features | split | mean r | r above .1 | parametric p ≤ .05 | permutation p ≤ .05 |"
             " r without features |", "|---|---|---|---|---|---|---|"]
    for kind, _ in KINDS:
        for name, words in SPLITS:
            maps = found[kind][name]
            r = maps["r"]
            # Maps are float32: a p-value of .05 is a little above.
            p = f"{(maps['p'] <= 0.05 + 1e-6).mean():.2f}" if len(maps["p"]) else "–"
            lines.append(
                f"| {kind} | {words} | {r.mean():+.3f} | {(r > 0.1).mean():.2f} |"
                f" {((normal_p(r) <= 0.05) & (r > 0)).mean():.2f} | {p} |"
                f" {maps['autocorrelation'].mean():+.3f} |")
    return "\n".join(lines)


def figure(found):
    """Every target as a dot, per split: the features' score, and the model's without features."""
    width, height, left, top, bottom = 760, 330, 60, 24, 250
    low, high = -0.4, 1.0
    y = lambda v: bottom - (v - low) / (high - low) * (bottom - top)
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
           ' font-family="sans-serif" font-size="13" role="img">',
           "<title>Scores of noise under an honest and two leaky splits</title>",
           f'<rect width="{width}" height="{height}" fill="white"/>']
    for tick in [-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1.0]:
        colour = "#333" if tick == 0 else "#ddd"
        svg.append(f'<line x1="{left}" x2="{width - 10}" y1="{y(tick):.1f}" y2="{y(tick):.1f}"'
                   f' stroke="{colour}"/>')
        svg.append(f'<text x="{left - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    svg.append(f'<text x="16" y="{(top + bottom) / 2}" text-anchor="middle"'
               f' transform="rotate(-90 16 {(top + bottom) / 2})">cross-validated r of noise</text>')
    rng = np.random.default_rng(1)
    slot = (width - left - 20) / len(SPLITS)
    for place, (name, words) in enumerate(SPLITS):
        for third, (source, column, colour, _) in enumerate(SERIES):
            centre = left + slot * (place + 0.2 + 0.3 * third)
            values = found[source][name][column]
            for value in values:
                x = centre + rng.uniform(-0.1, 0.1) * slot
                svg.append(f'<circle cx="{x:.1f}" cy="{y(value):.1f}" r="2.2" fill="{colour}"'
                           ' fill-opacity="0.35"/>')
            mean = values.mean()
            svg.append(f'<line x1="{centre - 0.12 * slot:.1f}" x2="{centre + 0.12 * slot:.1f}"'
                       f' y1="{y(mean):.1f}" y2="{y(mean):.1f}" stroke="{colour}"'
                       ' stroke-width="3"/>')
        svg.append(f'<text x="{left + slot * (place + 0.5):.1f}" y="{bottom + 24}"'
                   f' text-anchor="middle">{words}</text>')
    for i, (_, _, colour, words) in enumerate(SERIES):
        at = left + 200 * i
        svg.append(f'<circle cx="{at + 6}" cy="{height - 24}" r="5" fill="{colour}"/>')
        svg.append(f'<text x="{at + 18}" y="{height - 20}">{words}</text>')
    svg.append("</svg>")
    return "\n".join(svg) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--datasets", type=int, default=20)
    parser.add_argument("--permutations", type=int, default=199)
    parser.add_argument("--arcuate", type=pathlib.Path, default=ROOT / "arcuate",
                        help="the command to run; the one at the root builds it first")
    parser.add_argument("--figure", type=pathlib.Path)
    arguments = parser.parse_args()
    found = measure(arguments.arcuate, arguments.datasets, arguments.permutations)
    print(table(found))
    if arguments.figure:
        arguments.figure.write_text(figure(found))


main()
