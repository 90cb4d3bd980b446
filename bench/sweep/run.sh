#!/bin/sh
# Prints what the engine itself costs: a sweep of trivial tasks, planned, run, run again and changed, by the command
# and by the Java API, in a heap of 512 MB. Times are those of the whole process, start of the JVM included.
# Usage: bench/sweep/run.sh [TASKS [THREADS [FOLDER]]]; FOLDER decides which disk is measured.
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd)
tasks=${1:-10000}
threads=${2:-2}
work=$(mktemp -d "${3:-${TMPDIR:-/tmp}}/sweep.XXXXXX")
trap 'rm -rf "$work"' EXIT
export ARCUATE_HEAP=512m ARCUATE_CACHE="$work/cache"

# The first call builds the distribution if there is none.
./arcuate --version
classpath="dist/target/arcuate/lib/*"
mkdir -p "$work/classes/META-INF" "$work/jars"
javac -proc:none --release 17 -d "$work/classes" -cp "$classpath" bench/sweep/Trivial.java
printf 'trivial.Trivial\n' >"$work/classes/META-INF/extensions.idx"
cat >"$work/manifest" <<EOF
Plugin-Id: trivial
Plugin-Version: 1.0.0
Plugin-Requires: >=0.1.0
Arcuate-Components: trivial
EOF
jar --create --file "$work/jars/trivial.jar" --manifest "$work/manifest" -C "$work/classes" .
{
  printf 'arcuate: 1\nname: sweep\nparams:\n  shift: 0\n  numbers: ['
  seq -s ', ' 0 $((tasks - 2)) | tr -d '\n'
  printf ']\nsteps:\n  number: {uses: trivial, sweep: {i: $numbers}, with: {value: $i}}\n'
  printf '  other: {uses: trivial, with: {value: $shift}}\n'
} >"$work/sweep.yaml"

measure() {
  what=$1
  shift
  begin=$(date +%s%N)
  "$@" >"$work/out.txt" 2>"$work/err.txt" || { cat "$work/out.txt" "$work/err.txt"; exit 1; }
  end=$(date +%s%N)
  printf '%-34s %6d ms   %s\n' "$what" $(((end - begin) / 1000000)) "$(tail -n 2 "$work/out.txt" | grep -v ^results)"
}

printf '%s tasks, %s threads, load %s\n' "$tasks" "$threads" "$(cut -d ' ' -f 1 /proc/loadavg 2>/dev/null || echo unknown)"
cd "$work"
set -- --plugin-dir "$work/jars" --store "$work/store"
measure 'arcuate validate' "$root/arcuate" validate sweep.yaml --plugin-dir "$work/jars"
measure 'arcuate plan' "$root/arcuate" plan sweep.yaml "$@"
measure 'arcuate run' "$root/arcuate" run sweep.yaml "$@" --jobs "$threads"
measure 'arcuate run, nothing to do' "$root/arcuate" run sweep.yaml "$@" --jobs "$threads"
measure 'arcuate run, one setting changed' "$root/arcuate" run sweep.yaml "$@" --jobs "$threads" --set shift=-1
measure 'arcuate plan --why' "$root/arcuate" plan sweep.yaml "$@" --why

cd "$root"
javac -proc:none -d "$work/api" -cp "$classpath" bench/sweep/Sweep.java
for pass in run resume; do
  printf 'Java API, %-7s' "$pass:"
  java -Xmx512m -cp "$work/api:$classpath" Sweep "$work/api-store" "$tasks" "$threads"
done
