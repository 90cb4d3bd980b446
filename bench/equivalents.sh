#!/bin/sh
# How many candidates of equivalent sentences are made per minute, on the story of the quickstart, with a
# lexicon of its own parse and of the CoNLL-U files given. Takes below a minute.
#
#   mvn -pl dist -am package -Dmaven.test.skip=true && bench/equivalents.sh [TREEBANK.conllu …]
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
list=
for file in "$@"; do
  list="$list${list:+, }$(cd "$(dirname "$file")" && pwd)/$(basename "$file")"
done
cat >"$work/equivalents.yaml" <<YAML
arcuate: 1
name: equivalents
steps:
  words:
    uses: words
    with: {events: $root/workflows/quickstart/story_events.tsv, text: $root/workflows/quickstart/story.txt}
  parse:
    uses: parse
    inputs: {words: words}
    with: {conllu: $root/workflows/papers/disentangle-2021/story.conllu}
  lexicon: {uses: lexicon, inputs: {parse: parse}, with: {conllu: [$list]}}
  equivalents:
    uses: equivalents
    inputs: {words: words, parse: parse, lexicon: lexicon}
    with: {batch: 500, least-batches: 2}
YAML
"$root/dist/target/arcuate/bin/arcuate" run "$work/equivalents.yaml" --store "$work/store" \
  --out "$work/out" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
python3 - "$work" <<'PY'
import datetime, glob, json, sys
for line in open(glob.glob(sys.argv[1] + "/store/runs/*/trace.jsonl")[0]):
    task = json.loads(line)
    if task["step"] == "equivalents":
        begin, end = (datetime.datetime.fromisoformat(task[k][:26]) for k in ("start", "end"))
        seconds = (end - begin).total_seconds()
rows = [line.split("\t") for line in open(sys.argv[1] + "/out/equivalents/table.tsv")][1:]
sentences = len({row[0] for row in rows})
print(f"{sentences} sentences, 1000 candidates each, one thread: {seconds:.2f} s")
print(f"{sentences * 1000 / seconds * 60:,.0f} candidates per minute (asked for: 10,000)")
PY
rm -r "$work"
