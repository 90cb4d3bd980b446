"""Token ids of 10,000 random texts by GPT-2's byte-level pairs, for plugins/gpt2.

    pip install tokenizers==0.23.3 regex
    python bench/models/byte_pairs.py ../shared/data/gpt2-tokenizer \
        plugins/gpt2/src/test/resources/oracles/byte-pairs.json

Two references must agree: the algorithm as published, written out here, on encoder.json and vocab.bpe; and the Hugging
Face library on tokenizer.json. Stored are a digest of all ids and some texts. The texts come from a generator of
numbers that the test has too.
"""

import hashlib
import json
import pathlib
import sys

import regex
import tokenizers

COUNT = 10_000
RANGES = [
    (0x61, 0x7A), (0x61, 0x7A), (0x61, 0x7A), (0x20, 0x20), (0x20, 0x20), (0x20, 0x40), (0x41, 0x5A), (0x09, 0x0D),
    (0x5B, 0x60), (0x80, 0xFF), (0x100, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0x97F),
    (0x2000, 0x206F), (0x20A0, 0x20BF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xF8FF),
    (0xFE00, 0xFE0F), (0x1F300, 0x1F64F), (0x10400, 0x1044F), (0x20000, 0x2A6D6),
]  # fmt: skip
WORDS = ["the", " don't", " I'll", " we've", "ing", " 2026", "  ", "\r\n", " Alice", "'s"]
PIECES = regex.compile(r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+""")


def texts():
    state = 1

    def draw(bound):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % bound

    for _ in range(COUNT):
        parts = []
        for _ in range(draw(30)):
            if draw(6) == 0:
                parts.append(WORDS[draw(len(WORDS))])
            else:
                low, high = RANGES[draw(len(RANGES))]
                parts.append(chr(low + draw(high - low + 1)))
        yield "".join(parts)


def published(folder):
    encoder = json.loads((folder / "encoder.json").read_text("utf-8"))
    lines = (folder / "vocab.bpe").read_text("utf-8").split("\n")[1:]
    ranks = {tuple(line.split()): rank for rank, line in enumerate(lines) if line}
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {b: chr(b) for b in plain}
    letters |= {b: chr(256 + i) for i, b in enumerate(b for b in range(256) if b not in letters)}

    def encode(text):
        ids = []
        for piece in PIECES.findall(text):
            word = [letters[b] for b in piece.encode("utf-8")]
            while len(word) > 1:
                best = min(zip(word, word[1:]), key=lambda pair: ranks.get(pair, len(ranks)))
                if best not in ranks:
                    break
                merged, at = [], 0
                while at < len(word):
                    if tuple(word[at : at + 2]) == best:
                        merged.append(word[at] + word[at + 1])
                        at += 2
                    else:
                        merged.append(word[at])
                        at += 1
                word = merged
            ids += [encoder[token] for token in word]
        return ids

    return encode


def main(folder, target):
    encode = published(folder)
    library = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    digest = hashlib.sha256()
    samples = []
    for i, text in enumerate(texts()):
        ids = encode(text)
        assert ids == library.encode(text).ids, repr(text)
        digest.update((" ".join(map(str, ids)) + "\n").encode())
        if i % 1000 == 7:
            samples.append({"index": i, "text": text, "ids": ids})
    content = {"count": COUNT, "sha256": digest.hexdigest(), "samples": samples}
    target.write_text(json.dumps(content, indent=1) + "\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
