"""Makes a stimulus for workflows/probing.yaml out of a CoNLL-U treebank.

    python stimulus.py treebank.conllu OUT [words]

writes OUT.txt (a sentence per line), OUT_events.tsv (words with made-up times) and OUT.conllu (their
parse). Sentences of 6 to 40 words are taken from the beginning, without addresses and numbers, until
there are as many words as asked for (12000).
"""

import re
import sys


def sentences(path):
    rows = []
    for line in open(path, encoding="utf8"):
        line = line.rstrip("\n")
        if line and not line.startswith("#"):
            rows.append(line.split("\t"))
        elif not line and rows:
            yield rows
            rows = []


def tokens(rows):
    """What is written, and whether a space follows."""
    covered = 0
    for row in rows:
        if "." in row[0]:
            continue
        if "-" in row[0]:
            covered = int(row[0].split("-")[1])
        elif int(row[0]) <= covered:
            continue
        yield row[1], "SpaceAfter=No" not in row[9]


def main(treebank, out, most=12000):
    count = 0
    with open(out + ".txt", "w", encoding="utf8") as text, open(
        out + "_events.tsv", "w", encoding="utf8"
    ) as events, open(out + ".conllu", "w", encoding="utf8") as parse:
        events.write("onset\tduration\tword\tsentence\n")
        number = 0
        for rows in sentences(treebank):
            written = list(tokens(rows))
            line = "".join(form + " " * space for form, space in written).strip()
            words = [word for word in line.split() if re.search(r"\w", word)]
            if not 6 <= len(words) <= 40 or re.search(r"[@/\d_]|http|\.\w", line):
                continue
            number += 1
            text.write(line + "\n")
            parse.write("\n".join("\t".join(row) for row in rows) + "\n\n")
            for word in words:
                events.write(f"{count * 0.4:.1f}\t0.3\t{word}\t{number}\n")
                count += 1
            if count >= most:
                break
    print(number, "sentences,", count, "words")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
