"""Small ONNX exports with random weights, and what transformers computes for them.

    python bench/oracles/onnx_exports.py plugins/onnx/src/test/resources/models

One folder per architecture: model.onnx (the TorchScript exporter's, or the newer one's), a tokenizer and
golden.json with every hidden state, the attention and the output of every head, and log probabilities.
Needs torch, transformers, onnx, onnxruntime, onnxscript and tokenizers.
"""
import json
import sys
from pathlib import Path

# A neighbour of this script is named like a module of Python.
sys.path = [path for path in sys.path if Path(path).resolve() != Path(__file__).resolve().parent]

import numpy as np
import onnx
import tokenizers
import torch
import transformers
from transformers import (BertConfig, BertForMaskedLM, GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM)

WORDS = "the a door was open nobody had come in and left . , [UNK] [CLS] [SEP] [MASK] <|endoftext|>".split()
IDS = [0, 2, 3, 4, 11, 5, 6, 7]
SIZE = dict(vocab=len(WORDS), width=16, layers=2, heads=4, positions=32)


def tokenizer(folder, masked):
    vocabulary = {word: i for i, word in enumerate(WORDS)}
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    made.normalizer = tokenizers.normalizers.Lowercase()
    made.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(["[MASK]", "<|endoftext|>"] if not masked else ["[CLS]", "[SEP]", "[MASK]"])
    if masked:
        made.post_processor = tokenizers.processors.BertProcessing(
            ("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    made.save(str(folder / "tokenizer.json"))


class Wrapped(torch.nn.Module):
    """The graph asks for ids and mask, and gives logits: hidden states have to be found."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask, use_cache=False).logits


def heads(model, ids, layers):
    """What enters the projection that mixes the heads."""
    kept, hooks = {}, []
    for i, module in enumerate(layers):
        hooks.append(module.register_forward_pre_hook(lambda m, given, i=i: kept.__setitem__(i, given[0].detach())))
    model(ids)
    for hook in hooks:
        hook.remove()
    return [kept[i][0].reshape(ids.shape[1], -1) for i in range(len(layers))]


def build(name, model, mixers, out, masked=False, dynamo=False):
    torch.manual_seed(1)
    for p in model.parameters():
        p.data = torch.randn_like(p) * 0.15 + (1.0 if p.dim() == 1 and p.mean() == 1 else 0.0)
    model.eval()
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer(folder, masked)
    ids = torch.tensor([IDS])
    example = torch.tensor([IDS, IDS]), torch.ones(2, len(IDS), dtype=torch.long)
    axes = {0: "batch", 1: "sequence"}
    path = folder / "model.onnx"
    if dynamo:
        b, s = torch.export.Dim("batch", max=64), torch.export.Dim("sequence", max=SIZE["positions"])
        torch.onnx.export(Wrapped(model).eval(), example, str(path), dynamo=True, external_data=False,
                          input_names=["input_ids", "attention_mask"], output_names=["logits"],
                          dynamic_shapes={"input_ids": {0: b, 1: s}, "attention_mask": {0: b, 1: s}})
    else:
        torch.onnx.export(Wrapped(model).eval(), example, str(path), dynamo=False, opset_version=17,
                          input_names=["input_ids", "attention_mask"], output_names=["logits"],
                          dynamic_axes={"input_ids": axes, "attention_mask": axes, "logits": axes})
    graph = onnx.load(path)
    del graph.metadata_props[:], graph.graph.value_info[:]
    for node in graph.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    onnx.save(graph, path)
    model.eval()
    with torch.no_grad():
        result = model(ids, output_hidden_states=True, output_attentions=True)
        mixed = heads(model, ids, mixers)
        logs = torch.log_softmax(result.logits[0].double(), -1)
    entropy = -(logs.exp() * logs).sum(-1)
    golden = {
        "versions": {m.__name__: m.__version__ for m in (torch, transformers, onnx)},
        "ids": IDS,
        "hidden": [rounded(h[0]) for h in result.hidden_states],
        "attention": [rounded(a[0].transpose(0, 1)) for a in result.attentions],
        "heads": [rounded(m) for m in mixed],
        "log_probabilities": rounded(logs),
        "entropies": rounded(entropy),
    }
    (folder / "golden.json").write_text(json.dumps(golden) + "\n")
    print(name, path.stat().st_size, (folder / "golden.json").stat().st_size)
    return path


def fused_bert(model, out):
    """The same BERT in the operators that optimisers of ONNX Runtime put in place of its parts."""
    make, state = onnx.helper.make_node, {k: v.numpy() for k, v in model.state_dict().items()}
    weights, nodes = [], []

    def weight(name, values):
        weights.append(onnx.numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def kept(name, turned=False):
        return weight(name, state[name].T if turned else state[name])

    def linear(x, part, y):
        nodes.append(make("MatMul", [x, kept(part + ".weight", True)], [y]))
        return y

    def add(operator, inputs, outputs, **attributes):
        nodes.append(make(operator, inputs, outputs, domain="com.microsoft", **attributes))
        return outputs[0]

    at = "bert.embeddings."
    tables = [kept(at + n + "_embeddings.weight") for n in ("word", "position", "token_type")]
    nodes.append(make("Cast", ["attention_mask"], ["mask"], to=onnx.TensorProto.INT32))
    nodes.append(make("Cast", ["input_ids"], ["ids"], to=onnx.TensorProto.INT32))
    nodes.append(make("Mul", ["ids", weight("none", np.zeros(1, np.int32))], ["segments"]))
    x = add("EmbedLayerNormalization", ["ids", "segments", *tables, kept(at + "LayerNorm.weight"),
                                        kept(at + "LayerNorm.bias"), "mask"], ["embedded", "lengths"], epsilon=1e-12)
    for block in range(SIZE["layers"]):
        at = f"bert.encoder.layer.{block}."
        parts = [at + f"attention.self.{n}" for n in ("query", "key", "value")]
        matrix = weight(at + "qkv.weight", np.concatenate([state[p + ".weight"].T for p in parts], 1))
        bias = weight(at + "qkv.bias", np.concatenate([state[p + ".bias"] for p in parts]))
        mixed = add("Attention", [x, matrix, bias, "lengths"], [at + "mixed"], num_heads=SIZE["heads"])
        for inner, end in ((mixed, "attention.output"), (None, "output")):
            if inner is None:
                wide = linear(x, at + "intermediate.dense", at + "wide")
                inner = add("BiasGelu", [wide, kept(at + "intermediate.dense.bias")], [at + "bent"])
            narrow = linear(inner, at + end + ".dense", at + end)
            norm = [kept(at + end + ".LayerNorm." + n) for n in ("weight", "bias")]
            x = add("SkipLayerNormalization", [narrow, x, *norm, kept(at + end + ".dense.bias")],
                    [at + end + ".normed"], epsilon=1e-12)
    nodes.append(make("Identity", [x], ["last_hidden_state"]))
    value = onnx.helper.make_tensor_value_info
    graph = onnx.helper.make_graph(
        nodes, "bert", [value(n, onnx.TensorProto.INT64, ["batch", "sequence"]) for n in ("input_ids", "attention_mask")],
        [value("last_hidden_state", onnx.TensorProto.FLOAT, ["batch", "sequence", SIZE["width"]])], weights)
    folder = out / "bert-fused"
    folder.mkdir(exist_ok=True)
    opsets = [onnx.helper.make_opsetid("", 17), onnx.helper.make_opsetid("com.microsoft", 1)]
    onnx.save(onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8), folder / "model.onnx")
    tokenizer(folder, True)


def fused_gpt2(out):
    """The same GPT-2 as the optimiser of ONNX Runtime leaves it: normalisations take up the sums before them."""
    from onnxruntime.transformers.optimizer import optimize_model

    folder = out / "gpt2-fused"
    folder.mkdir(exist_ok=True)
    model = optimize_model(str(out / "gpt2" / "model.onnx"), "gpt2", SIZE["heads"], SIZE["width"], opt_level=0)
    model.save_model_to_file(str(folder / "model.onnx"))
    tokenizer(folder, False)


def letters(out):
    """A network that looks at pictures: how bright they are, and eight random filters."""
    make = onnx.helper.make_node
    weights = np.random.default_rng(5).normal(0, 0.3, (8, 1, 5, 5)).astype(np.float32)
    graph = onnx.helper.make_graph(
        [make("GlobalAveragePool", ["pictures"], ["mean"]), make("Flatten", ["mean"], ["brightness"]),
         make("Conv", ["pictures", "weights"], ["filtered"], strides=[2, 2]), make("Relu", ["filtered"], ["on"]),
         make("GlobalMaxPool", ["on"], ["most"]), make("Flatten", ["most"], ["features"])],
        "letters",
        [onnx.helper.make_tensor_value_info("pictures", onnx.TensorProto.FLOAT, ["batch", 1, 32, 100])],
        [onnx.helper.make_tensor_value_info("brightness", onnx.TensorProto.FLOAT, ["batch", 1]),
         onnx.helper.make_tensor_value_info("features", onnx.TensorProto.FLOAT, ["batch", 8])],
        [onnx.numpy_helper.from_array(weights, "weights")])
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, out / "letters.onnx")


def rounded(tensor):
    return np.asarray(tensor, np.float64).reshape(-1).round(7).tolist()


def main(out):
    transformers.logging.set_verbosity_error()
    letters(out)
    gpt2 = GPT2Config(vocab_size=SIZE["vocab"], n_embd=SIZE["width"], n_layer=SIZE["layers"], n_head=SIZE["heads"],
                      n_positions=SIZE["positions"], attn_implementation="eager")
    for dynamo in (False, True):
        model = GPT2LMHeadModel(gpt2)
        mixers = [block.attn.c_proj for block in model.transformer.h]
        path = build("gpt2-new" if dynamo else "gpt2", model, mixers, out, dynamo=dynamo)
    apart = out / "gpt2-external"
    apart.mkdir(exist_ok=True)
    onnx.save(onnx.load(path), apart / "model.onnx", save_as_external_data=True, location="weights.bin",
              size_threshold=256)
    (apart / "tokenizer.json").write_text((path.parent / "tokenizer.json").read_text())
    bert = BertConfig(vocab_size=SIZE["vocab"], hidden_size=SIZE["width"], num_hidden_layers=SIZE["layers"],
                      num_attention_heads=SIZE["heads"], intermediate_size=32,
                      max_position_embeddings=SIZE["positions"], attn_implementation="eager")
    model = BertForMaskedLM(bert)
    build("bert", model, [b.attention.output.dense for b in model.bert.encoder.layer], out, masked=True)
    fused_bert(model, out)
    fused_gpt2(out)
    llama = LlamaConfig(vocab_size=SIZE["vocab"], hidden_size=SIZE["width"], num_hidden_layers=SIZE["layers"],
                        num_attention_heads=SIZE["heads"], num_key_value_heads=2, intermediate_size=32,
                        max_position_embeddings=SIZE["positions"], attn_implementation="eager")
    model = LlamaForCausalLM(llama)
    build("llama", model, [b.self_attn.o_proj for b in model.model.layers], out)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
