#!/bin/sh
# Prints what the command takes to plan, run and resume a sweep of trivial tasks, in a heap of 512 MB.
# Usage: bench/sweep/command.sh [TASKS]; needs a distribution: ./arcuate --version builds it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
home=$root/dist/target/arcuate
tasks=${1:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

mkdir -p classes/META-INF jars
javac -proc:none --release 17 -cp "$home/lib/*" -d classes "$root/bench/sweep/Trivial.java"
echo trivial.Trivial >classes/META-INF/extensions.idx
printf 'Plugin-Id: trivial\nPlugin-Version: 1.0.0\nPlugin-Requires: >=0.1.0\nArcuate-Components: trivial\n' >manifest
jar --create --file jars/trivial.jar --manifest manifest -C classes .
{
  printf 'arcuate: 1\nname: sweep\nsteps:\n  number:\n    uses: trivial\n    with: {value: $i}\n    sweep:\n      i: ['
  seq -s ', ' 0 $((tasks - 1)) | tr -d '\n'
  printf ']\n'
} >sweep.yaml

export ARCUATE_HEAP=512m
seconds() {
  label=$1
  shift
  start=$(date +%s.%N)
  "$home/bin/arcuate" "$@" >out 2>err || { cat out err; exit 1; }
  end=$(date +%s.%N)
  printf '%-28s %6.2f s   %s\n' "$label" "$(awk "BEGIN { print $end - $start }")" "$(grep -E 'to run$|tasks run|nothing' out | head -n 1)"
}
seconds "start and --version" --version
seconds "plan $tasks" plan sweep.yaml --plugin-dir jars
seconds "run $tasks" run sweep.yaml --plugin-dir jars
seconds "resume $tasks" run sweep.yaml --plugin-dir jars
