"""Hidden states of random-weight models: agreement with transformers, and time beside its peers.

Called by run.sh, which prepares the environment. Prints one table, and fails if a figure is not what is wanted. Per
model: greatest difference and least cosine over all layers against transformers in float32; seconds per batch of
mixed lengths, all layers, for transformers with PyTorch (padded, as its own batching does), for a plain ONNX Runtime
loop in Python over the graph that Arcuate wrote, and for Arcuate itself.
"""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import time

import numpy as np
import torch
import transformers

BERT_BASE = dict(hidden_size=768, num_hidden_layers=12, num_attention_heads=12, intermediate_size=3072)
MODELS = {
    "gpt2-small": ("gpt2", dict(n_embd=768, n_layer=12, n_head=12)),
    "gpt2-medium": ("gpt2", dict(n_embd=1024, n_layer=24, n_head=16)),
    "gpt2-large": ("gpt2", dict(n_embd=1280, n_layer=36, n_head=20)),
    "gpt2-xl": ("gpt2", dict(n_embd=1600, n_layer=48, n_head=25)),
    "bert-base": ("bert", BERT_BASE),
    "bert-large": (
        "bert",
        dict(hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096),
    ),
    "bert-cased": ("bert", BERT_BASE | dict(vocab_size=28996)),
    "bert-multilingual": ("bert", BERT_BASE | dict(vocab_size=119547)),
}
# Only where it is named: with transformers beside it, it takes 16 GB of memory and 6 of disk.
LARGEST = "gpt2-xl"
TIMED = ("gpt2-small", "bert-base")
MOST_DIFFERENCE, MOST_ANGLE = 1e-4, 1e-6
TIMES_TRANSFORMERS, TIMES_RAW = 1.3, 0.95


def make(kind, settings, folder):
    if (folder / "done").exists():
        return
    torch.manual_seed(0)
    if kind == "gpt2":
        transformers.GPT2LMHeadModel(transformers.GPT2Config(**settings)).save_pretrained(folder)
        (folder / "vocab.json").write_text(json.dumps({"a": 0, " ": 1}))
    else:
        model = transformers.BertForMaskedLM(transformers.BertConfig(**settings))
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                if "LayerNorm" in name:
                    parameter.add_(0.1 * torch.randn(parameter.shape))
        model.save_pretrained(folder)
        (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a"]))
        if "vocab_size" in settings:
            as_first_published(folder)
    (folder / "done").touch()


OLD_NAMES = {"LayerNorm.weight": "LayerNorm.gamma", "LayerNorm.bias": "LayerNorm.beta"}


def renamed(tensors, names):
    for name, other in names:
        tensors = {key.replace(name, other): value for key, value in tensors.items()}
    return tensors


def as_first_published(folder):
    """The cased models of the hub: names of the first conversion, and a head for pairs of sentences."""
    from safetensors.torch import load_file, save_file

    file = folder / "model.safetensors"
    tensors = renamed(load_file(file), OLD_NAMES.items())
    width = tensors["bert.embeddings.word_embeddings.weight"].shape[1]
    for name, rows in {"bert.pooler.dense": width, "cls.seq_relationship": 2}.items():
        tensors[name + ".weight"], tensors[name + ".bias"] = torch.zeros(rows, width), torch.zeros(rows)
    save_file(tensors, file, {"format": "pt"})
    (folder / "tokenizer_config.json").write_text(json.dumps({"do_lower_case": False}))


def theirs(kind, folder):
    """The peer's model; names of the first conversion are turned back here, whatever the peer makes of them."""
    if kind == "gpt2":
        return transformers.GPT2Model.from_pretrained(folder).eval()
    from safetensors.torch import load_file

    model = transformers.BertModel(transformers.BertConfig.from_pretrained(folder), add_pooling_layer=False).eval()
    tensors = renamed(load_file(folder / "model.safetensors"), [(old, new) for new, old in OLD_NAMES.items()])
    own = {name[len("bert.") :]: value for name, value in tensors.items() if name.startswith("bert.")}
    missing, _ = model.load_state_dict(own, strict=False)
    assert not missing, missing
    return model


def batch(vocabulary, count, longest):
    """Lengths as sentences of a story have them: spread evenly between a few words and many."""
    random = np.random.default_rng(0)
    return [random.integers(0, vocabulary, int(n)).tolist() for n in np.linspace(4, longest, count)]


def padded(ids):
    longest = max(map(len, ids))
    tokens = torch.zeros(len(ids), longest, dtype=torch.long)
    mask = torch.zeros(len(ids), longest, dtype=torch.long)
    for row, sequence in enumerate(ids):
        tokens[row, : len(sequence)] = torch.tensor(sequence)
        mask[row, : len(sequence)] = 1
    return tokens, mask


def timed(call):
    """Seconds by the clock, and of all threads together, which tell more on a busy machine."""
    wall, cpu = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - wall, time.process_time() - cpu


def peers(kind, folder, ids):
    """Of transformers: the states of every sequence, and what runs the batch."""
    model = theirs(kind, folder)
    tokens, mask = padded(ids)

    def run():
        with torch.inference_mode():
            return model(tokens, attention_mask=mask, output_hidden_states=True).hidden_states

    layers = run()
    return [[layer[i, : len(s)].numpy().copy() for layer in layers] for i, s in enumerate(ids)], run


def raw(work, folder, ids, threads):
    """The loop that somebody would write in Python over the same graph."""
    import onnx
    import onnxruntime
    from safetensors import safe_open

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    graph = onnx.load(work / "graph.onnx", load_external_data=False)
    with safe_open(folder / "model.safetensors", "np") as file:
        values = {
            t.name: file.get_tensor(t.name)
            for t in graph.graph.initializer
            if t.data_location == onnx.TensorProto.EXTERNAL
        }
    kept = {n: onnxruntime.OrtValue.ortvalue_from_numpy(v) for n, v in values.items()}
    options.add_external_initializers(list(kept), list(kept.values()))
    session = onnxruntime.InferenceSession((work / "graph.onnx").read_bytes(), options, ["CPUExecutionProvider"])
    names = {i.name for i in session.get_inputs()}
    longest = max(map(len, ids))

    def run():
        starts = np.cumsum([0] + [len(s) for s in ids])
        slots = np.zeros((len(ids), longest), np.int64)
        for i, s in enumerate(ids):
            slots[i] = starts[i]
            slots[i, : len(s)] = starts[i] + np.arange(len(s))
        inputs = {
            "tokens": np.concatenate([np.array(s, np.int64) for s in ids]),
            "positions": np.concatenate([np.arange(len(s)) for s in ids]),
            "rows": np.concatenate([i * longest + np.arange(len(s)) for i, s in enumerate(ids)]),
            "slots": slots,
            "lengths": np.array([len(s) for s in ids], np.int32),
        }
        outputs = session.run(None, {n: v for n, v in inputs.items() if n in names})
        return [[o[starts[i] : starts[i + 1]] for o in outputs] for i in range(len(ids))]

    run()
    return run


def java(arguments, kind, folder, work):
    """A process that has run the batch once and runs it again for every line."""
    command = ["java", f"-Xmx{arguments.heap}", f"-Dthreads={arguments.threads}", "-cp", arguments.classpath]
    command += ["States", kind, str(folder), str(work)]
    settings = os.environ | {"ORT_DISABLE_TELEMETRY": "1"}
    process = subprocess.Popen(command, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=settings)
    if process.stdout.readline() != "ready\n":
        raise SystemExit(f"Arcuate failed on {folder.name}")
    return process


def again(process):
    process.stdin.write("\n")
    process.stdin.flush()
    return tuple(map(float, process.stdout.readline().split()))


def in_turn(process, transformers_run, raw_run, repeats):
    """The pace of a machine drifts by more than they differ: each runs once before any runs again."""
    rounds = [(timed(transformers_run), timed(raw_run), again(process)) for _ in range(repeats)]
    return list(zip(*rounds))


def difference(states, work):
    flat = np.fromfile(work / "states.f32", np.float32)
    at, greatest, cosine = 0, 0.0, 1.0
    for sequence in states:
        for layer in sequence:
            mine = flat[at : at + layer.size].reshape(layer.shape).astype(float)
            at += layer.size
            theirs = layer.astype(float)
            greatest = max(greatest, float(np.abs(mine - theirs).max()))
            products = (mine * theirs).sum(1) / np.linalg.norm(mine, axis=1) / np.linalg.norm(theirs, axis=1)
            cosine = min(cosine, float(products.min()))
    assert at == flat.size
    return greatest, cosine


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--sequences", type=int, default=32)
    parser.add_argument("--longest", type=int, default=128)
    parser.add_argument("--heap", default="1g")
    parser.add_argument("models", nargs="*", default=[name for name in MODELS if name != LARGEST])
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    rows = []
    for name in arguments.models:
        kind, settings = MODELS[name]
        folder, work = arguments.work / name, arguments.work / (name + "-run")
        work.mkdir(parents=True, exist_ok=True)
        make(kind, settings, folder)
        fast = name in TIMED
        vocabulary = settings.get("vocab_size", 50257 if kind == "gpt2" else 30522)
        ids = batch(vocabulary, arguments.sequences if fast else 8, arguments.longest)
        (work / "ids.json").write_text(json.dumps({"ids": ids}))
        process = java(arguments, kind, folder, work)
        states, transformers_run = peers(kind, folder, ids)
        seconds = [[], [], []]
        if fast:
            raw_run = raw(work, folder, ids, arguments.threads)
            seconds = in_turn(process, transformers_run, raw_run, arguments.repeats)
        process.stdin.close()
        process.wait()
        rows.append((name, *difference(states, work), *seconds))
    print("| model | max abs diff | 1 - cosine | clock | transformers s | raw ORT s | Arcuate s | x transformers | x raw |")
    print("|---|---|---|---|---|---|---|---|---|")
    missed = []
    for name, greatest, cosine, *peers_and_mine in rows:
        if greatest > MOST_DIFFERENCE or 1 - cosine > MOST_ANGLE:
            missed.append(f"{name} differs from transformers")
        for kind, clock in enumerate(("wall", "cpu")) if peers_and_mine[-1] else [(0, "-")]:
            a, b, c = (statistics.median(s[kind] for s in them) if them else 0 for them in peers_and_mine)
            figures = f"{a:.3f} | {b:.3f} | {c:.3f} | {a / c:.2f} | {b / c:.2f}" if c else "- | - | - | - | -"
            print(f"| {name} | {greatest:.1e} | {1 - cosine:.1e} | {clock} | {figures} |")
            if c and (a / c < TIMES_TRANSFORMERS or b / c < TIMES_RAW):
                missed.append(f"{name} is slower than wanted by the clock '{clock}'")
    if missed:
        raise SystemExit("; ".join(missed))


main()
