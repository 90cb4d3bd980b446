#!/bin/sh
# On the GPU machine: what is missing, then every model on the CPU and on CUDA, and how far their numbers are apart;
# models from weights in float16 too; two models in one run; then the tests of the model plugins. Takes a few minutes.
# Exits 1 if CUDA cannot be used, a difference is larger than 1e-4 of the largest value (float16: .02), or a test fails.
# DEVICE=cpu goes through the same on a machine without a GPU, but for float16: whether everything is packed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
device=${DEVICE:-cuda}
arcuate=$here/arcuate/bin/arcuate
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
status=0
"$arcuate" doctor --device "$device" || status=1

# NAME COMPONENT MODEL LAYERS PRECISION
workflow() {
  cat > "$1.yaml" <<YAML
arcuate: 1
name: $1
steps:
  words: {uses: words, with: {events: "$here/arcuate/workflows/quickstart/story_events.tsv"}}
  model:
    uses: $2
    inputs: {words: words}
    with: {model: "$3", layers: [$4], context: {policy: words, size: 12}$5}
results: [model]
YAML
}

# NAME DEVICE OUT
run() {
  start=$(date +%s%N)
  if "$arcuate" run "$1.yaml" --device "$2" --store "$3-store" --out "$3" > log 2>&1; then
    echo "$1 on $2: $((($(date +%s%N) - start) / 1000000)) ms"
  else
    echo "$1 on $2 failed:"
    cat log
    status=1
    return 1
  fi
}

for model in "$here"/models/* "$here/arcuate/models/all-minilm-l6-v2"; do
  name=$(basename "$model")
  layers=all
  weights=
  [ ! -e "$model/model.safetensors" ] || weights=yes
  case $name$weights in
    onnx*) component=onnx ;;
    *gpt2*yes) component=gpt2 layers="all, 'heads-*', 'attention-*', surprisal, entropy" ;;
    *bert*yes) component=bert layers="all, 'heads-*', 'attention-*', surprisal, entropy" ;;
    *bert* | *minilm*) component=bert ;;
    *) component=onnx ;;
  esac
  workflow "$name" $component "$model" "$layers" ""
  run "$name" cpu "$name-cpu" || continue
  run "$name" "$device" "$name-device" || continue
  java "$here/Compare.java" "$name-cpu/model" "$name-device/model" 1e-4 || status=1
  if [ -n "$weights" ] && [ "$device" = cuda ]; then
    workflow "$name-half" $component "$model" "$layers" ", precision: float16"
    run "$name-half" cuda "$name-half" || continue
    java "$here/Compare.java" "$name-cpu/model" "$name-half/model" 2e-2 || status=1
  fi
done

# There must never be two sessions on the GPU, and the second model must get its turn.
cat > two.yaml <<YAML
arcuate: 1
name: two
steps:
  words: {uses: words, with: {events: "$here/arcuate/workflows/quickstart/story_events.tsv"}}
  one: {uses: gpt2, inputs: {words: words}, with: {model: "$here/models/gpt2-tiny", context: {policy: words, size: 12}}}
  other: {uses: bert, inputs: {words: words}, with: {model: "$here/models/bert-tiny", context: {policy: words, size: 12}}}
results: [one, other]
YAML
run two "$device" two || true

# What is refused is refused on any device; the rest of the tests runs on this one.
upper=$(echo "$device" | tr a-z A-Z)
for plugin in gpt2 bert onnx; do
  cd "$here/tests/plugins/$plugin"
  echo "tests of $plugin:"
  ORT_DISABLE_TELEMETRY=1 OPT_OUT_TRACKING=true DJL_OFFLINE=true RUST_FLAVOR=cpu ENGINE_CACHE_DIR="$work/natives" \
    java --enable-native-access=ALL-UNNAMED -Xmx2g -Djava.awt.headless=true -Duser.language=en \
    "-Darcuate.device=$upper" "-Darcuate.basedir=$PWD" "-Darcuate.shared=$here/shared" \
    "-Donnxruntime.native.path=$here/arcuate/natives/onnxruntime" \
    "-Darcuate.minilm=$here/tests/models/all-minilm-l6-v2" "-Dorg.bytedeco.javacpp.cachedir=$work/natives" \
    -jar "$here/tests/junit-platform-console-standalone.jar" execute --disable-banner --details=summary \
    --class-path "target/test-classes:target/classes:$(echo "$here"/tests/lib/*.jar "$here"/arcuate/lib/*.jar | tr ' ' ':')" \
    --scan-class-path target/test-classes --exclude-classname '.*\.Bad.*' || status=1
done
exit $status
