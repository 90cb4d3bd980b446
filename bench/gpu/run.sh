#!/bin/sh
# On the GPU machine: what is missing, then every model on the CPU and on CUDA, and how far their numbers are apart.
# Takes a few minutes. Prints one table; exits 1 if a difference is larger than 1e-3 or CUDA cannot be used.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
arcuate=$here/arcuate/bin/arcuate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$arcuate" doctor --device cuda || true
status=0
for model in "$here"/models/* "$here/arcuate/models/all-minilm-l6-v2"; do
  name=$(basename "$model")
  case $name in
    *gpt2-tiny* | gpt2*) component=gpt2 ;;
    *bert*) component=bert ;;
    *) component=onnx ;;
  esac
  cat > "$name.yaml" <<YAML
arcuate: 1
name: $name
steps:
  words: {uses: words, with: {events: "$here/arcuate/workflows/quickstart/story_events.tsv"}}
  model:
    uses: $component
    inputs: {words: words}
    with: {model: "$model", layers: [all], context: {policy: words, size: 12}}
results: [model]
YAML
  for device in cpu cuda; do
    start=$(date +%s%N)
    "$arcuate" run "$name.yaml" --device $device --store "$work/store-$device" --out "$work/$name-$device" \
      > "$work/log" 2>&1 || { echo "$name on $device failed:"; cat "$work/log"; status=1; continue 2; }
    end=$(date +%s%N)
    echo "$name $device $(((end - start) / 1000000)) ms"
  done
  java "$here/Compare.java" "$work/$name-cpu/model" "$work/$name-cuda/model" || status=1
done
exit $status
