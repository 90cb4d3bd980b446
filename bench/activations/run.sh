#!/bin/sh
# Times word-by-word activations: windows that words share beside a pass per word (GPT-2 small with random weights,
# 256 to 512 tokens of context, a story of 5,000 words; the pass per word is measured on 60 words), and the first
# activation of a 100-word text with MiniLM from a cold JVM. Takes about ten minutes on two cores; writes 500 MB below
# bench/. Fails if a figure is not what is wanted.
# Usage: bench/activations/run.sh [WORDS [SAMPLED [LAYERS WIDTH]]]
# TOKENIZER names a folder with that of a GPT-2 (default: a small one of the tests, with more tokens per word).
set -eu
cd "$(dirname "$0")/../.."
words=${1:-5000}
sampled=${2:-60}
layers=${3:-12}
width=${4:-768}
mvn -q -ntp -pl dist -am package -Dmaven.test.skip=true
work=$PWD/bench/activations/target
mkdir -p "$work"
temporary=$(mktemp -d)
trap 'rm -rf "$temporary" "$work"/task*' EXIT
arcuate=$PWD/dist/target/arcuate
classpath="$arcuate/lib/*:plugins/gpt2/target/classes:sdk/pretrained/target/classes:sdk/testkit/target/classes"
javac -proc:none -d "$temporary/classes" -cp "$classpath" bench/activations/Windows.java
missed=0
ORT_DISABLE_TELEMETRY=1 java -Xmx4g -Donnxruntime.native.path="$arcuate/natives/onnxruntime" \
  --enable-native-access=ALL-UNNAMED -cp "$temporary/classes:$classpath" Windows "$work" \
  workflows/quickstart/story.txt "${TOKENIZER:-plugins/gpt2/src/test/resources/models/gpt2-tiny}" \
  "$words" "$sampled" "$layers" "$width" || missed=1

head -n 101 workflows/quickstart/story_events.tsv > "$temporary/events.tsv"
# Every word with its sentence up to it; with the sentence before that as well, where the model computes for longer.
for before in 0 1; do
  cat > "$temporary/cold.yaml" <<YAML
arcuate: 1
name: cold
steps:
  words: {uses: words, with: {events: events.tsv}}
  model:
    uses: bert
    inputs: {words: words}
    with: {model: "arcuate:models/all-minilm-l6-v2", layers: [all], context: {policy: sentences, size: $before}}
results: [model]
YAML
  for attempt in 1 2 3; do
    start=$(date +%s%N)
    "$arcuate/bin/arcuate" run "$temporary/cold.yaml" --out "$temporary/out$before$attempt" \
      --store "$temporary/store$before$attempt" > "$temporary/log" 2>&1 || { cat "$temporary/log"; exit 1; }
    end=$(date +%s%N)
    took=$(((end - start) / 1000000))
    wanted=
    if [ "$before" = 0 ]; then
      wanted="  (wanted: 3000)"
      [ "$took" -lt 3000 ] || missed=1
    fi
    echo "cold start, 100 words, $before sentences before  $took ms$wanted"
  done
done
exit $missed
