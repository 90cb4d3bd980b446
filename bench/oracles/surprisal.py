"""Surprisal of every piece of a sentence, in bits, for plugins/gpt2 and plugins/bert, by minicons.

    pip install numpy==2.4.6 torch==2.13.0 transformers==5.23.0 safetensors==0.8.0 minicons==0.3.39
    python bench/oracles/surprisal.py

Writes plugins/{gpt2,bert}/src/test/resources/oracles/surprisal.json. For a causal model minicons' token_score, for a
masked one its pseudo-log-likelihood within_word_l2r; entropies, which minicons lacks, and both once more from the
logits of transformers in float64. The script fails where the two disagree by more than 1e-4.
"""

import json
import math
import sys
from pathlib import Path

# A neighbour of this script is named like a module of Python.
sys.path = [path for path in sys.path if Path(path).resolve() != Path(__file__).resolve().parent]

import torch
import transformers
from minicons import scorer

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
MODELS = {"gpt2": "gpt2-tiny", "bert": "bert-tiny"}


def bits(logits, target):
    logs = torch.log_softmax(logits.double(), -1)
    return -float(logs[target]) / math.log(2), float(-(logs.exp() * logs).sum()) / math.log(2)


def causal(folder, text):
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64).eval()
    encoding = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
    ids, spans = encoding["input_ids"], encoding["offset_mapping"]
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0]
    own = [(None, None)] + [bits(logits[i - 1], ids[i]) for i in range(1, len(ids))]
    lm = scorer.IncrementalLMScorer(transformers.AutoModelForCausalLM.from_pretrained(folder), "cpu", tokenizer=tokenizer)
    return ids, spans, own, lm.token_score([text], surprisal=True, base_two=True)[0]


def masked(folder, text):
    tokenizer = transformers.BertTokenizerFast(str(folder / "vocab.txt"))
    # minicons still calls it by its name before transformers 5.
    type(tokenizer).batch_encode_plus = type(tokenizer).__call__
    model = transformers.AutoModelForMaskedLM.from_pretrained(folder, dtype=torch.float64).eval()
    encoding = tokenizer(text, return_offsets_mapping=True)
    ids, words = encoding["input_ids"], encoding.word_ids()
    own = []
    for i in range(1, len(ids) - 1):
        hidden = [tokenizer.mask_token_id if j >= i and words[j] == words[i] else t for j, t in enumerate(ids)]
        with torch.no_grad():
            own.append(bits(model(torch.tensor([hidden])).logits[0, i], ids[i]))
    lm = scorer.MaskedLMScorer(transformers.AutoModelForMaskedLM.from_pretrained(folder), "cpu", tokenizer=tokenizer)
    scores = lm.token_score([text], surprisal=True, base_two=True, PLL_metric="within_word_l2r")[0]
    return ids[1:-1], encoding["offset_mapping"][1:-1], own, scores


def main():
    texts = {"gpt2": "The door was open; nobody had come in then", "bert": "the door was opening and nobody had come in then"}
    for plugin, ask in (("gpt2", causal), ("bert", masked)):
        folder = PLUGINS / plugin / "src/test/resources/models" / MODELS[plugin]
        ids, spans, own, scores = ask(folder, texts[plugin])
        assert len(ids) == len(own) == len(scores), (len(ids), len(own), len(scores))
        for (surprisal, _), (piece, score) in zip(own, scores):
            assert surprisal is None or abs(surprisal - score) < 1e-4, (piece, surprisal, score)
        out = PLUGINS / plugin / "src/test/resources/oracles/surprisal.json"
        out.parent.mkdir(exist_ok=True)
        out.write_text(json.dumps({
            "text": texts[plugin],
            "ids": ids,
            "ends": [end for _, end in spans],
            "surprisal": [None if s is None else round(float(score), 6) for (s, _), (_, score) in zip(own, scores)],
            "entropy": [None if e is None else round(e, 6) for _, e in own],
        }, indent=1) + "\n")
        print(out, len(ids))


if __name__ == "__main__":
    main()
