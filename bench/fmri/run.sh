#!/bin/sh
# Masked reading and cleaning of one 4-D image, Arcuate beside nilearn's NiftiMasker: time, peak memory
# and agreement, in one table.
#
#   bench/fmri/run.sh [VOLUMES [REPEATS]]
#
# Default: 64 x 64 x 40 voxels, 600 volumes (about 160 MB compressed), 3 repeats; about 5 minutes after
# the first time, which builds the distribution and, unless PYTHON names an interpreter with what
# requirements.txt lists, a Python environment under bench/fmri/target.
set -eu
cd "$(dirname "$0")/../.."
volumes=${1:-600}
repeats=${2:-3}
place=$PWD/bench/fmri/target
mkdir -p "$place"
python=${PYTHON:-}
. bench/python.sh
peers "$place" -r bench/fmri/requirements.txt
if [ -z "${ARCUATE:-}" ]; then
  mvn -q -ntp -pl dist -am package -Dmaven.test.skip=true
  ARCUATE=$PWD/dist/target/arcuate/bin/arcuate
fi
exec timeout 1500 "$python" bench/fmri/compare.py "$ARCUATE" "$place" "$volumes" "$repeats"
