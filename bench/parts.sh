#!/bin/sh
# Does the score table find what each simulated region follows, and nothing where nothing was planted?
# Runs workflows/papers/disentangle-2021.yaml with 20 seeds and 20 null cohorts; the language model
# runs once. About ten minutes on two idle cores; SEEDS=5 bench/parts.sh takes a quarter of that.
#
#   mvn -pl dist -am package -Dmaven.test.skip=true && bench/parts.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
arcuate=$root/dist/target/arcuate/bin/arcuate
seeds=${SEEDS:-20}
work=${WORK:-$(mktemp -d)}
cd "$work"

one() {
  "$arcuate" run "$root/workflows/papers/disentangle-2021.yaml" --store "$work/store" \
    --out "$work/$1" --set "seed=$2" --set "null-simulation=$3" \
    --set 'context={policy: sentences, size: 1}' >"$work/$1.log" 2>&1 || {
    tail -20 "$work/$1.log"
    exit 1
  }
}

seed=1
while [ "$seed" -le "$seeds" ]; do
  one "seed-$seed" "$seed" false
  one "null-$seed" "$seed" true
  seed=$((seed + 1))
done

awk -F '\t' '
  FNR == 1 { next }
  FILENAME ~ /\/null-/ { nulls[$1]++; claims += $2 != "none"; next }
  { all[$1]++; right[$1] += $1 == $2; if ($1 != $2) wrong = wrong " " $1 ">" $2 }
  END {
    printf "%-12s %8s %8s\n", "region", "found", "seeds"
    for (region in all) { printf "%-12s %8d %8d\n", region, right[region], all[region]; n += all[region]; r += right[region]; k += nulls[region] }
    printf "%-12s %7.1f%%\n", "all", 100 * r / n
    printf "regions with a claim in null cohorts: %d of %d\n", claims, k
    if (wrong != "") printf "taken for another kind:%s\n", wrong
  }' "$work"/seed-*/summary/table.tsv "$work"/null-*/summary/table.tsv
