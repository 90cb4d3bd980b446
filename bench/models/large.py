"""Peak memory of a model of the size of GPT-2 XL, 1.56 billion weights, in a Java heap below 1 GB.

Called by run.sh. The weights repeat a block of random numbers: what they are makes no difference to memory.
"""

import argparse
import json
import os
import pathlib
import struct
import subprocess

import numpy as np

WIDTH, LAYERS, HEADS, VOCABULARY, POSITIONS = 1600, 48, 25, 50257, 1024


def shapes():
    yield "wte.weight", (VOCABULARY, WIDTH)
    yield "wpe.weight", (POSITIONS, WIDTH)
    for layer in range(LAYERS):
        at = f"h.{layer}."
        for norm in ("ln_1", "ln_2"):
            yield at + norm + ".weight", (WIDTH,)
            yield at + norm + ".bias", (WIDTH,)
        for name, size in {
            "attn.c_attn": (WIDTH, 3 * WIDTH),
            "attn.c_proj": (WIDTH, WIDTH),
            "mlp.c_fc": (WIDTH, 4 * WIDTH),
            "mlp.c_proj": (4 * WIDTH, WIDTH),
        }.items():
            yield at + name + ".weight", size
            yield at + name + ".bias", size[1:]
    yield "ln_f.weight", (WIDTH,)
    yield "ln_f.bias", (WIDTH,)


def make(folder):
    if (folder / "done").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    header, end = {}, 0
    for name, shape in shapes():
        size = 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    text = json.dumps(header).encode()
    block = (0.02 * np.random.default_rng(0).standard_normal(1 << 22, np.float32)).tobytes()
    with open(folder / "model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        while end > 0:
            file.write(block[: min(end, len(block))])
            end -= len(block)
    config = dict(model_type="gpt2", n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS)
    config |= dict(vocab_size=VOCABULARY, n_positions=POSITIONS)
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "vocab.json").write_text(json.dumps({"a": 0, " ": 1}))
    (folder / "done").touch()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    folder, work = arguments.work / "gpt2-xl", arguments.work / "gpt2-xl-run"
    make(folder)
    work.mkdir(parents=True, exist_ok=True)
    ids = np.random.default_rng(0).integers(0, VOCABULARY, (4, 128)).tolist()
    (work / "ids.json").write_text(json.dumps({"ids": ids}))
    command = ["java", "-Xmx900m", f"-Dthreads={arguments.threads}", "-cp", arguments.classpath]
    command += ["States", "gpt2", str(folder), str(work)]
    settings = os.environ | {"ORT_DISABLE_TELEMETRY": "1"}
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=settings)
    facts = json.loads((work / "java.json").read_text())
    weights = (folder / "model.safetensors").stat().st_size
    print("| GPT-2 XL | bytes |")
    print("|---|---|")
    print(f"| weights | {weights / 2**30:.2f} GiB |")
    for name, value in facts["memory"].items():
        print(f"| {name} | {int(value.split()[0]) / 2**20:.2f} GiB |")
    print(f"| Java heap (-Xmx900m) | {facts['heap'] / 2**30:.2f} GiB |")
    print(f"| open and first batch of 4 x 128 tokens | {facts['first']:.1f} s |")


main()
