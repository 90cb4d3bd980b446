"""Tiny models with random weights and what transformers computes with them, for plugins/gpt2 and plugins/bert.

    pip install numpy==2.4.6 torch==2.13.0 transformers==5.23.0 safetensors==0.8.0
    python bench/models/tiny_models.py

Writes plugins/{gpt2,bert}/src/test/resources/models/*: a folder as save_pretrained makes it, and golden.safetensors
beside it (a tokenizer.json has encoded.json) with, per sequence i: ids.i, hidden.i.LAYER (the last one after the final normalisation), heads.i.BLOCK (what
enters the output projection), attention.i.BLOCK, log-probabilities.i of every
token of the vocabulary, for short sequences.
Weights are drawn wider than usual, so that every part matters.
"""

import json
import pathlib

import numpy as np
import torch
import transformers
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).parents[2] / "plugins"
LENGTHS = [1, 5, 24, 11]
TEXT = "The thin fisher, in there?"


def bytes_to_letters():
    """The letters by which byte-level vocabularies write bytes."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [b for b in range(256) if b not in plain]
    return [chr(b) for b in plain] + [chr(256 + i) for i in range(len(others))]


def widen(model, generator):
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            one = "norm" in name.lower() or "ln_" in name
            if one and name.endswith("weight"):
                parameter.copy_(1 + 0.2 * noise)
            else:
                parameter.copy_((0.3 if parameter.dim() > 1 else 0.2) * noise)


def golden(model, projections, vocabulary, seed):
    model.set_attn_implementation("eager")
    model = model.eval().to(torch.float64)
    entering = {}
    for block, projection in enumerate(projections):
        projection.register_forward_pre_hook(
            lambda _, args, block=block: entering.__setitem__(block, args[0].detach())
        )
    arrays = {}
    random = np.random.default_rng(seed)
    for i, length in enumerate(LENGTHS):
        ids = random.integers(0, vocabulary, length)
        with torch.no_grad():
            out = model(
                torch.from_numpy(ids)[None], output_hidden_states=True, output_attentions=True
            )
        arrays[f"ids.{i}"] = ids
        for layer, states in enumerate(out.hidden_states):
            arrays[f"hidden.{i}.{layer}"] = states[0].numpy().astype(np.float32)
        for block, probabilities in enumerate(out.attentions):
            arrays[f"heads.{i}.{block + 1}"] = entering[block].reshape(length, -1).numpy().astype(np.float32)
            arrays[f"attention.{i}.{block + 1}"] = probabilities[0].numpy().astype(np.float32)
        if length > 12:
            continue
        arrays[f"log-probabilities.{i}"] = torch.log_softmax(out.logits[0], -1).numpy().astype(np.float32)
    return arrays


def save(model, folder, arrays, dtype=torch.float32):
    folder.mkdir(parents=True, exist_ok=True)
    model.to(dtype).save_pretrained(folder)
    for extra in ("generation_config.json",):
        (folder / extra).unlink(missing_ok=True)
    save_file(arrays, folder / "golden.safetensors")


def gpt2(name, published_tokenizer=False, **settings):
    folder = ROOT / "gpt2/src/test/resources/models" / name
    letters = bytes_to_letters()
    merges = [("t", "h"), ("th", "e"), ("\u0120", "t"), ("i", "n"), ("e", "r"), ("\u0120", "the")]
    tokens = letters + [a + b for a, b in merges] + ["<|endoftext|>"]
    config = transformers.GPT2Config(
        vocab_size=len(tokens),
        n_positions=64,
        n_embd=16,
        n_layer=3,
        n_head=2,
        bos_token_id=len(tokens) - 1,
        eos_token_id=len(tokens) - 1,
        **settings,
    )
    model = transformers.GPT2LMHeadModel(config)
    widen(model, torch.Generator().manual_seed(1))
    arrays = golden(model, [block.attn.c_proj for block in model.transformer.h], len(tokens), 2)
    save(model, folder, arrays)
    vocabulary = {t: i for i, t in enumerate(tokens)}
    if published_tokenizer:
        save_tokenizer(transformers.GPT2Tokenizer(vocabulary, merges), folder)
        return
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))


def save_tokenizer(tokenizer, folder):
    """tokenizer.json, and beside it what the reference makes of a text."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    encoded = {"text": TEXT, "ids": tokenizer(TEXT)["input_ids"]}
    (folder / "encoded.json").write_text(json.dumps(encoded) + "\n")


def bert(name, **settings):
    folder = ROOT / "bert/src/test/resources/models" / name
    letters = "abcdefghijklmnopqrstuvwxyz.,?"
    tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *("##" + c for c in letters), "the", "##ing"]
    config = transformers.BertConfig(
        vocab_size=len(tokens),
        max_position_embeddings=64,
        hidden_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=32,
        **settings,
    )
    model = transformers.BertForMaskedLM(config)
    widen(model, torch.Generator().manual_seed(3))
    outputs = [layer.attention.output.dense for layer in model.bert.encoder.layer]
    arrays = golden(model, outputs, len(tokens), 4)
    save(model, folder, arrays)
    (folder / "vocab.txt").write_text("\n".join(tokens) + "\n")
    tokenizer = transformers.BertTokenizer({t: i for i, t in enumerate(tokens)}, do_lower_case=True)
    save_tokenizer(tokenizer, folder.with_name(name + "-tokenizer"))


gpt2("gpt2-tiny")
gpt2(
    "gpt2-tiny-untied",
    tie_word_embeddings=False,
    activation_function="relu",
    scale_attn_by_inverse_layer_idx=True,
    n_inner=40,
)
gpt2(
    "gpt2-tiny-unscaled",
    published_tokenizer=True,
    activation_function="gelu",
    scale_attn_weights=False,
)
bert("bert-tiny")
