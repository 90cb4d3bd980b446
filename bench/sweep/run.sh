#!/bin/sh
# Prints what the engine itself costs: a sweep of trivial tasks, run and resumed, in a heap of 512 MB.
# Usage: bench/sweep/run.sh [TASKS [THREADS]]
set -eu
cd "$(dirname "$0")/../.."
tasks=${1:-10000}
threads=${2:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mvn -q -ntp -pl engine -am package -DskipTests dependency:build-classpath \
  -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
classpath="engine/target/classes:$(cat "$work/classpath")"
javac -proc:none -d "$work/classes" -cp "$classpath" bench/sweep/Sweep.java
for pass in run resume; do
  printf '%s: ' "$pass"
  java -Xmx512m -cp "$work/classes:$classpath" Sweep "$work/store" "$tasks" "$threads"
done
