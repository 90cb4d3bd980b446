#!/bin/sh
# Encoding of word-locked MEG, 2,700 words, 768 features, 273 sensors x 126 times, 20 penalties for each,
# five folds: the whole command 'arcuate run' beside a scikit-learn model per time point. Two to six
# minutes, 2 GB of disk. Prints seconds, peak memory, ratio and agreement.
#
#   bench/meg/encoding.sh [PYTHON with numpy and scikit-learn [TIME POINTS of the peer]]
#
# ARCUATE_PRECISIONS=single leaves the run in float64 out.
# The peer takes half an hour for all 126 time points, twice: in float32 and in float64; by default 6 of
# them are measured and scaled.
set -eu
cd "$(dirname "$0")/../.."
work=${ARCUATE_BENCH:-${TMPDIR:-/tmp}/arcuate-bench-encoding}
mkdir -p "$work"
python=${1:-}
points=${2:-6}
. bench/python.sh
peers "$work" scikit-learn==1.9.1 numpy==2.4.6
arcuate=dist/target/arcuate/bin/arcuate
[ -x "$arcuate" ] || mvn -q -ntp -pl dist -am package -Dmaven.test.skip=true
[ -f "$work/Y.npy" ] || "$python" bench/meg/encoding.py make "$work"
for precision in ${ARCUATE_PRECISIONS:-single double}; do
  rm -rf "$work/store" "$work/out-$precision"
  "$python" bench/meg/encoding.py run "$work" "$precision" "$arcuate" run bench/meg/encoding.yaml \
    --set "x=$work/X.npy" --set "y=$work/Y.npy" --set "precision=$precision" \
    --store "$work/store" --out "$work/out-$precision"
done
rm -rf "$work/store"
"$python" bench/meg/encoding.py loop "$work" "$points"
"$python" bench/meg/encoding.py table "$work"
