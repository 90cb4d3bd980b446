#!/usr/bin/env bash
# Do the results of workflows/fmri open elsewhere? Runs the workflows on simulated listeners, opens every
# map with nibabel and, where it is installed (Debian: connectome-workbench), with Connectome Workbench (a
# warning is a failure), and lets the public bids-validator (npm) judge each results folder, among them
# one with results of the group only, one of a model only and that of the quickstart. About 4 minutes;
# needs python3 with venv, and npm.
#
#   mvn -q -pl dist -am package -Dmaven.test.skip=true && bench/fmri/results.sh [FOLDER]
#
# FOLDER (default: one in the folder for temporary files) holds the environments, datasets and results.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=${1:-${TMPDIR:-/tmp}/arcuate-fmri-results}
arcuate=$root/dist/target/arcuate
mkdir -p "$work"
cd "$work"
if [ ! -x venv/bin/python ]; then
  python3 -m venv venv
fi
venv/bin/python -c 'import nibabel' 2>/dev/null || venv/bin/pip install -q 'nibabel>=5.3,<6' 'numpy>=2,<3'
[ -d node_modules/bids-validator ] || npm install --silent --no-audit --no-fund bids-validator@1.15.0

"$arcuate/bin/arcuate" run "$arcuate/workflows/fmri/simulate.yaml" --out datasets >simulate.log 2>&1
mkdir -p workflows
cp "$arcuate/workflows/fmri/listening.yaml" workflows/
sed 's/^results: .*/results: [group]/' "$arcuate/workflows/fmri/volume.yaml" >workflows/group.yaml
judged() { # NAME WORKFLOW ARGUMENTS...
  "$arcuate/bin/arcuate" run "$2" --out "$1" "${@:3}" >"$1.log" 2>&1
  node_modules/.bin/bids-validator --json "$1" >"$1.json" 2>/dev/null || true
}
for pair in volume:volumes surface:surfaces cifti:cifti regions:regions; do
  workflow=${pair%%:*}
  judged "$workflow" "$arcuate/workflows/fmri/$workflow.yaml" \
    --set "dataset=$work/datasets/simulate/format-${pair##*:}"
done
judged group workflows/group.yaml --set "dataset=$work/datasets/simulate/format-volumes"
judged quickstart "$arcuate/workflows/quickstart.yaml"
cat >workflows/model.yaml <<END
arcuate: 1
name: model
steps:
  words: {uses: words, with: {events: $arcuate/workflows/quickstart/story_events.tsv}}
results: [words]
END
judged model workflows/model.yaml
venv/bin/python "$root/bench/fmri/results.py" volume surface cifti regions group quickstart model
