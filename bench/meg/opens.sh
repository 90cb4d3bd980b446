#!/bin/sh
# Simulates MEG as FIF and as CTF folders, encodes it, and opens with MNE-Python all that was written:
# recordings and averages. Fails on any warning of MNE, and where both forms of a recording differ. About
# two minutes.
#
#   bench/meg/opens.sh [PYTHON with mne]
set -eu
cd "$(dirname "$0")/../.."
work=${ARCUATE_BENCH:-${TMPDIR:-/tmp}/arcuate-bench-opens}
mkdir -p "$work"
python=${1:-}
. bench/python.sh
peers "$work" mne==1.13.2 numpy==2.4.6
arcuate=dist/target/arcuate/bin/arcuate
[ -x "$arcuate" ] || mvn -q -ntp -pl dist -am package -Dmaven.test.skip=true
for format in fif ctf; do
  "$arcuate" run workflows/meg/hierarchy.yaml --store "$work/store" --out "$work/out-$format" \
    --set "subjects=[01, 02, 03]" --set sensors=16 --set format=$format >/dev/null
  "$python" bench/meg/opens.py "$work/out-$format"
done
"$python" bench/meg/opens.py "$work/store"
