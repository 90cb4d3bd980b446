"""Reference values for plugins/bert: hidden states of all-MiniLM-L6-v2.

    pip install numpy==2.4.6 onnx==1.23.2 onnxruntime==1.32.0 tokenizers==0.23.3
    python bench/oracles/bert.py dist/target/arcuate/models/all-minilm-l6-v2 \
        plugins/bert/src/test/resources/oracles/minilm.json

The states come from the definition of BERT in float64, on the weights that the ONNX file holds; ONNX Runtime
for Python, with inner tensors made outputs by the onnx package, must agree. Tokens come from the Hugging Face
library for Python; its offsets count code points and are stored in UTF-16 units.
"""

import json
import math
import pathlib
import sys

import numpy as np
import onnx
import onnx.numpy_helper
import onnxruntime
import tokenizers

LAYERS = 6
HEADS = 12
EPSILON = 1e-12
COLUMNS = list(range(0, 384, 16))
TEXTS = [
    "The capital of France is Paris.",
    "Na\u00efve caf\u00e9s \U0001f9e0 \u65e5\u672c\u8a9e: a waistcoat-pocket, e\u0301tude!",
    "Alice was beginning to get very tired of sitting by her sister on the bank, and of having nothing to do: "
    "once or twice she had peeped into the book her sister was reading.",
]
TAPS = (
    ["/embeddings/LayerNorm/Add_1_output_0"]
    + [f"/encoder/layer.{i}/output/LayerNorm/Add_1_output_0" for i in range(LAYERS - 1)]
    + ["last_hidden_state"]
)

erf = np.vectorize(math.erf)


def weights(graph):
    """Constants by the names they had in training; the exporter renames transposed matrices."""
    values = {t.name: onnx.numpy_helper.to_array(t).astype(float) for t in graph.initializer}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in values:
            values[node.name.strip("/").replace("/MatMul", ".weight").replace("/", ".")] = values[node.input[1]]
    return values


def normalised(x, weight, bias):
    centred = x - x.mean(-1, keepdims=True)
    return centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * weight + bias


def hidden_states(w, ids):
    n = len(ids)
    e = "embeddings."
    x = w[e + "word_embeddings.weight"][ids] + w[e + "token_type_embeddings.weight"][0]
    x = x + w[e + "position_embeddings.weight"][:n]
    x = normalised(x, w[e + "LayerNorm.weight"], w[e + "LayerNorm.bias"])
    states = [x]
    for layer in range(LAYERS):
        p = f"encoder.layer.{layer}."

        def dense(y, name):
            return y @ w[p + name + ".weight"] + w[p + name + ".bias"]

        q, k, v = (
            dense(x, f"attention.self.{name}").reshape(n, HEADS, -1).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        )
        scores = q @ k.transpose(0, 2, 1) / math.sqrt(q.shape[-1])
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True) @ v).transpose(1, 0, 2).reshape(n, -1)
        norm = p + "attention.output.LayerNorm."
        x = normalised(x + dense(mixed, "attention.output.dense"), w[norm + "weight"], w[norm + "bias"])
        inner = dense(x, "intermediate.dense")
        inner = inner * 0.5 * (1 + erf(inner / math.sqrt(2)))
        norm = p + "output.LayerNorm."
        x = normalised(x + dense(inner, "output.dense"), w[norm + "weight"], w[norm + "bias"])
        states.append(x)
    return states


def by_runtime(model, ids):
    declared = {output.name for output in model.graph.output}
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in TAPS if name not in declared)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    row = np.array([ids], dtype=np.int64)
    given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
    return [state[0] for state in session.run(TAPS, given)]


def utf16(text, point):
    return len(text[:point].encode("utf-16-le")) // 2


def main(folder, target):
    graph_file = next(pathlib.Path(folder).glob("*.onnx"))
    tokenizer = tokenizers.Tokenizer.from_file(str(next(pathlib.Path(folder).glob("*tokenizer.json"))))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    model = onnx.load(graph_file)
    constants = weights(model.graph)
    entries = []
    for text in TEXTS:
        encoding = tokenizer.encode(text)
        states = hidden_states(constants, encoding.ids)
        for ours, theirs in zip(states, by_runtime(model, encoding.ids)):
            assert np.abs(ours - theirs).max() < 2e-5, np.abs(ours - theirs).max()
        special = encoding.special_tokens_mask
        spans = [
            [-1, -1] if added else [utf16(text, start), utf16(text, end)]
            for (start, end), added in zip(encoding.offsets, special)
        ]
        entries.append(
            {
                "text": text,
                "ids": encoding.ids,
                "spans": spans,
                "norms": [np.round(np.linalg.norm(s, axis=1), 6).tolist() for s in states],
                "values": [np.round(s[:, COLUMNS], 7).tolist() for s in states],
            }
        )
    versions = {p.__name__: p.__version__ for p in (np, onnx, onnxruntime, tokenizers)}
    content = {"columns": COLUMNS, "made-with": versions, "texts": entries}
    pathlib.Path(target).write_text(json.dumps(content) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
