#!/bin/sh
# Regression beside himalaya and scikit-learn on the same arrays: time, peak memory, agreement, one line
# each. PYTHON names an interpreter that has the peers; unless set, they are installed into a folder below
# the system's temporary folder.
#
#   bench/regression/run.sh [CONFIG...]       H1 CK1 N1 V1s V1 V2s V2 M1 HU2; with :0.1 a tenth of the targets
#
# Without arguments: H1 CK1 N1 V1s M1:0.25, about 15 minutes on two idle cores and 6 GB of disk. V1 (all
# 84,000 targets) and V2s (4 of 20 draws) take a quarter of an hour each, V2 an hour. Of these only himalaya's
# torch is run: its numpy takes three times as long. ARCUATE_BENCH_LIMIT=900 (seconds) ends a peer.
# HU2 has no peer: 95,000 targets on 16,000 columns have to finish inside 6 GB; 10 GB of disk.
# 'again' is the mean of three more subjects on the same design (of one with V1), 'gemm' the time of the
# matrix products of one alone.
set -eu
cd "$(dirname "$0")/../.."
work=${ARCUATE_BENCH:-${TMPDIR:-/tmp}/arcuate-bench-regression}
limit=${ARCUATE_BENCH_LIMIT:-900}
[ $# -gt 0 ] || set -- H1 CK1 N1 V1s M1:0.25
mkdir -p "$work"
python=${PYTHON:-}
. bench/python.sh
peers "$work" numpy scipy scikit-learn himalaya torch
distribution=dist/target/arcuate
if [ ! -d "$distribution/plugins" ]; then
  mvn -q -ntp -pl dist -am package -Dmaven.test.skip=true
fi
classpath="$work/classes:$distribution/lib/*:$distribution/plugins/*"
javac -proc:none -d "$work/classes" -cp "$classpath" bench/regression/Bench.java

ours() { # config backend name settings...
  config=$1 backend=$2 name=$3
  shift 3
  alphas=$("$python" bench/regression/peers.py alphas "$config")
  rm -rf "${work:?}/$config/$name"
  line=$(java "-Xmx${heap:-6g}" -XX:MaxDirectMemorySize=6g -cp "$classpath" Bench "$work/$config" \
    "$work/$config/$name" "$backend" alphas="$alphas" standardise=false "$@")
  rm -rf "$work/$config/$name/prepared" "$work/$config/$name/design"
  echo "$line" > "$work/$config/$name.json"
}

theirs() { # config system
  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE timeout "$limit" "$python" bench/regression/peers.py run "$1" "$2" "$work/$1" \
    > "$work/$1/$2.json" 2> "$work/$1/$2.log" || echo "{\"system\": \"$2\"}" > "$work/$1/$2.json"
}

for config in "$@"; do
  mkdir -p "$work/$config"
  [ -f "$work/$config/Y.npy" ] || "$python" bench/regression/peers.py make "$config" "$work/$config"
  mine="arcuate"
  case $config in
    H1*)
      peers="RidgeCV-numpy RidgeCV-torch"
      ours "$config" ridge-cpu arcuate train=2400 innerCount=3
      ours "$config" ridge-onnx arcuate-onnx train=2400 innerCount=3
      mine="arcuate arcuate-onnx" ;;
    CK1*)
      peers="KernelRidgeCV-numpy KernelRidgeCV-torch"
      ours "$config" ridge-cpu arcuate train=1600 innerCount=5
      ours "$config" ridge-onnx arcuate-onnx train=1600 innerCount=5
      mine="arcuate arcuate-onnx" ;;
    N1*)
      peers="RidgeCV-numpy sklearn"
      ours "$config" ridge-cpu arcuate train=2860 innerCount=5 precision=double ;;
    V1*)
      peers="KernelRidgeCV-torch"
      ours "$config" ridge-cpu arcuate train=3600 runs=12 inner=runs times=2 ;;
    V2*)
      peers="Banded-torch"
      gammas=$("$python" bench/regression/peers.py gammas "$config")
      ours "$config" banded arcuate train=3600 runs=12 inner=runs bands=6820,26220 \
        gammas="$gammas" split=false times=2 ;;
    M1*)
      peers="loop"
      ours "$config" ridge-cpu arcuate train=8000 inner=loo ;;
    HU2*)
      peers=""
      heap=4g
      ours "$config" ridge-cpu arcuate train=9000 innerCount=4 memory=4608 times=1
      heap= ;;
    *) echo "no configuration $config" >&2; exit 2 ;;
  esac
  for peer in $peers; do theirs "$config" "$peer"; done
  "$python" bench/regression/peers.py table "$config" "$work/$config" "$mine" "$peers"
done
