#!/bin/sh
# Simulates MEG, encodes it, and opens with MNE-Python all that was written: recordings and averages. Fails
# on any warning of MNE. About a minute. (Simulated CTF folders hold no compensation coefficients, without
# which MNE 1.13.2 opens none.)
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
"$arcuate" run workflows/meg/hierarchy.yaml --store "$work/store" --out "$work/out" \
  --set "subjects=[01, 02, 03]" --set sensors=16 >/dev/null
"$python" bench/meg/opens.py "$work/out"
"$python" bench/meg/opens.py "$work/store"
