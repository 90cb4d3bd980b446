"""Gives every word of the quickstart's story a time, as if it were read aloud at a calm pace.

    python story_timing.py ../workflows/quickstart/story.txt ../workflows/quickstart/story_events.tsv

The length of a word follows its syllables and letters, the pause after it its punctuation; pace
drifts slowly and every word differs a little, as in speech. Same text, same bytes.
"""

import csv
import math
import pathlib
import random
import re
import sys

SILENCE_BEFORE = 6.0
PAUSES = [(r"[.!?…]", 0.62), (r"[;:]", 0.42), (r"[,—]", 0.27)]
PARAGRAPH = 0.75


def syllables(word):
    """Groups of vowels, without a silent e at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    if letters.endswith("e") and not letters.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(groups, 1)


def pause(word):
    for marks, seconds in PAUSES:
        if re.search(marks + r"[”’)]*$", word):
            return seconds
    return 0.0


source, target = map(pathlib.Path, sys.argv[1:3])
_title, *paragraphs = source.read_text(encoding="utf-8").split("\n\n")
chance = random.Random(2026)
clock = SILENCE_BEFORE
sentence = 1
rows = []
for number, paragraph in enumerate(paragraphs):
    words = paragraph.split()
    for index, word in enumerate(words):
        pace = 1 + 0.12 * math.sin(2 * math.pi * clock / 47) + 0.06 * math.sin(2 * math.pi * clock / 19)
        letters = len(re.sub(r"\W", "", word))
        duration = (0.09 + 0.135 * syllables(word) + 0.014 * letters) * pace
        duration *= math.exp(chance.gauss(0, 0.12))
        rows.append((f"{clock:.3f}", f"{duration:.3f}", word, sentence))
        clock += duration + pause(word) * math.exp(chance.gauss(0, 0.2))
        follower = words[index + 1] if index + 1 < len(words) else "A"
        if re.search(r"[.!?…][”’)]*$", word) and not follower[:1].islower():
            sentence += 1
    clock += PARAGRAPH

with target.open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE)
    writer.writerow(("onset", "duration", "word", "sentence"))
    writer.writerows(rows)
print(f"{len(rows)} words, {clock:.1f} s, {len(rows) / clock:.2f} words/s, {sentence - 1} sentences")
