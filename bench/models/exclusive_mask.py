"""What transformers computes with a tiny BERT whose tokens attend to what stands to their left and not to themselves:
the quirk mlm.mask-exclusive.

    pip install numpy==2.4.6 torch==2.13.0 transformers==5.23.0 safetensors==0.8.0
    python bench/models/exclusive_mask.py

Hidden tokens lose 10,000 of their score, as in the transformers of 2021. Writes, for the sequences of tiny_models.py,
hidden.i.LAYER and attention.i.BLOCK.
"""

import pathlib

import numpy as np
import torch
import transformers
from safetensors.numpy import load_file, save_file

RESOURCES = pathlib.Path(__file__).parents[2] / "plugins/bert/src/test/resources"
FOLDER = RESOURCES / "models/bert-tiny"
HIDDEN = -10_000.0

model = transformers.BertModel.from_pretrained(FOLDER, attn_implementation="eager", add_pooling_layer=False)
model = model.eval().to(torch.float64)
golden = load_file(FOLDER / "golden.safetensors")
arrays = {}
for i in range(4):
    ids = torch.from_numpy(golden[f"ids.{i}"])[None]
    length = ids.shape[1]
    mask = torch.tril(torch.ones(length, length, dtype=torch.float64), diagonal=-1)
    states = model.embeddings(input_ids=ids)
    arrays[f"hidden.{i}.0"] = states
    for block, layer in enumerate(model.encoder.layer):
        seen = {}
        handle = layer.attention.self.register_forward_hook(lambda _, args, out: seen.update(probabilities=out[1]))
        with torch.no_grad():
            out = layer(states, ((1 - mask) * HIDDEN)[None, None])
        handle.remove()
        states = out[0] if isinstance(out, tuple) else out
        arrays[f"hidden.{i}.{block + 1}"] = states
        arrays[f"attention.{i}.{block + 1}"] = seen["probabilities"]
plain = golden["hidden.2.3"]
arrays = {name: value.detach()[0].numpy().astype(np.float32) for name, value in arrays.items()}
assert np.abs(arrays["hidden.2.3"] - plain).max() > 0.1, "the mask changes nothing"
save_file(arrays, RESOURCES / "oracles/exclusive-mask.safetensors")
