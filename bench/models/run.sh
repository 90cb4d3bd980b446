#!/bin/sh
# Compares GPT-2 and BERT with transformers and with a plain ONNX Runtime loop: agreement of every layer, and
# seconds per batch. Then writes down the peak memory of a model of the size of GPT-2 XL.
# Takes about 10 minutes on two idle cores after the installation, 12 GB of disk and 16 GB of memory.
#
#   bench/models/run.sh [--longest TOKENS] [MODEL...]    models are listed in compare.py; all but gpt2-xl unless named
#
# PYTHON names an interpreter that has what requirements.txt lists; unless set, an environment is made under
# target/bench. WORK is where models are written, THREADS how many cores are used (2). NO_XL=1 leaves out GPT-2 XL.
set -eu
cd "$(dirname "$0")/../.."
work=${WORK:-$PWD/target/bench/models}
threads=${THREADS:-2}
mkdir -p "$work"
python=${PYTHON:-}
. bench/python.sh
peers "$PWD/target/bench" -r bench/models/requirements.txt
mvn -q -ntp -pl dist -am package -Dmaven.test.skip=true
built=dist/target/arcuate
classpath=$work/classes
for jar in "$built"/lib/*.jar "$built"/plugins/*bert*.jar "$built"/plugins/*gpt2*.jar \
  $(find "$built/maven" -name 'arcuate-testkit-*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar'); do
  classpath=$classpath:$PWD/$jar
done
javac -proc:none -d "$work/classes" -cp "$classpath" bench/models/States.java
export HF_HUB_OFFLINE=1 TRANSFORMERS_VERBOSITY=error TOKENIZERS_PARALLELISM=false
"$python" bench/models/compare.py --classpath "$classpath" --work "$work" --threads "$threads" "$@"
if [ -z "${NO_XL:-}" ]; then
  "$python" bench/models/large.py --classpath "$classpath" --work "$work" --threads "$threads"
fi
