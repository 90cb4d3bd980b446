#!/bin/sh
# Does the score table find what each simulated region follows, and nothing where nothing was planted?
# Runs workflows/papers/disentangle-2021.yaml with 20 seeds and as many null cohorts, none of which
# was looked at when drives and rules were chosen. The language model runs once. About half an hour
# on two idle cores; SEEDS=5 NULLS=2 bench/parts.sh takes a fifth of it.
#
#   mvn -pl dist -am package -Dmaven.test.skip=true && bench/parts.sh
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
arcuate=${ARCUATE:-$root/dist/target/arcuate/bin/arcuate}
first=${FIRST:-101}
seeds=${SEEDS:-20}
nulls=${NULLS:-$seeds}
work=${WORK:-$(mktemp -d)}
mkdir -p "$work"
cd "$work"

one() {
  "$arcuate" run "$root/workflows/papers/disentangle-2021.yaml" --store "${STORE:-$work/store}" \
    --out "$work/$1" --set "seed=$2" --set "null-simulation=$3" \
    --set 'context={policy: sentences, size: 1}' >"$work/$1.log" 2>&1 || {
    tail -20 "$work/$1.log"
    exit 1
  }
}

i=0
while [ "$i" -lt "$seeds" ]; do
  one "planted-$((first + i))" "$((first + i))" false
  if [ "$i" -lt "$nulls" ]; then
    one "null-$((first + i))" "$((first + i))" true
  fi
  i=$((i + 1))
done

# region, kind and surviving cells of every cohort; a region's name is its kind
awk -F '\t' '
  BEGIN { n = split("lexical syntactic semantic mixed none undecided", kind, " ") }
  FNR == 1 { next }
  FILENAME ~ /null-/ { nulls++; claims += $3 != "n/a"; next }
  { found[$1, $2]++; all[$1]++; right += $1 == $2; regions++ }
  END {
    printf "%-12s", "planted"
    for (j = 1; j <= n; j++) printf " %10s", kind[j]
    printf "   right\n"
    for (i = 1; i < n; i++) {
      printf "%-12s", kind[i]
      for (j = 1; j <= n; j++) printf " %10d", found[kind[i], kind[j]]
      printf "   %d of %d\n", found[kind[i], kind[i]], all[kind[i]]
    }
    printf "all regions: %d of %d right, %.1f %%\n", right, regions, 100 * right / regions
    printf "regions of null cohorts in which anything survives: %d of %d\n", claims, nulls
  }' "$work"/planted-*/summary/table.tsv $(ls "$work"/null-*/summary/table.tsv 2>/dev/null)
