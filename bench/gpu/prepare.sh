#!/bin/sh
# Packs all that a GPU machine without network needs to run Arcuate on CUDA and to compare it with the CPU: the
# distribution with ONNX Runtime for CUDA, its natives, the models of the tests, the tests themselves, and run.sh. Takes
# a few minutes, most of them for fetching 640 MB once; writes bench/gpu/target/arcuate-gpu.tar.gz.
# Usage: bench/gpu/prepare.sh [MODEL_FOLDER…]
#
# The machine needs: Linux x64, glibc 2.34 or later, Java 17 or later, an NVIDIA driver for CUDA 12, and these libraries
# where the loader finds them (LD_LIBRARY_PATH): libcudart.so.12, libcublas.so.12, libcublasLt.so.12, libcurand.so.10,
# libcufft.so.11, libcudnn.so.9. A CUDA 12 toolkit with cuDNN 9 has them, and so have the Python wheels
# nvidia-{cuda-runtime,cublas,curand,cufft,cudnn}-cu12, each in a folder lib of its own.
#
# Where the GPU machine has Maven and network, 'mvn verify -Darcuate.flavour=cuda -Darcuate.device=CUDA' does the tests.
set -eu
cd "$(dirname "$0")/../.."
out=$PWD/bench/gpu/target
packed=$out/arcuate-gpu
rm -rf "$out"
mkdir -p "$packed/models" "$packed/tests/lib"
# Without running them; the paths of what each plugin's tests need are written beside its classes.
mvn -q -ntp -Darcuate.flavour=cuda -pl dist -am package dependency:build-classpath -DskipTests \
  -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=test
junit=$(sed -n 's|.*<junit.version>5\.\(.*\)</junit.version>.*|1.\1|p' pom.xml)
mvn -q -ntp dependency:copy -DoutputDirectory="$packed/tests" -Dmdep.stripVersion=true \
  "-Dartifact=org.junit.platform:junit-platform-console-standalone:$junit"
cp -R dist/target/arcuate "$packed/arcuate"
# Under its own name, by which a model is known.
mkdir -p "$packed/tests/models" "$packed/tests/sdk/pretrained/src/test"
cp -R plugins/bert/target/models/all-minilm-l6-v2 "$packed/tests/models/"
# A test of 'bert' reads what lies there.
cp -R sdk/pretrained/src/test/resources "$packed/tests/sdk/pretrained/src/test/"
for plugin in gpt2 bert onnx; do
  folder=$packed/tests/plugins/$plugin
  mkdir -p "$folder/target" "$folder/src"
  cp -R plugins/$plugin/target/classes plugins/$plugin/target/test-classes "$folder/target/"
  cp -R plugins/$plugin/src/test "$folder/src/"
  # The distribution lies beside it, with the only copy of ONNX Runtime.
  tr ':' '\n' < plugins/$plugin/target/classpath.txt | while read -r jar; do
    case $jar in
      */junit-* | */opentest4j*) ;; # all of these are in the launcher
      *) [ -e "$packed/arcuate/lib/$(basename "$jar")" ] || cp "$jar" "$packed/tests/lib/" ;;
    esac
  done
done
cp -R plugins/onnx/src/test/resources/models/gpt2 "$packed/models/onnx-gpt2"
cp -R plugins/gpt2/src/test/resources/models/gpt2-tiny "$packed/models/gpt2-tiny"
cp -R plugins/bert/src/test/resources/models/bert-tiny "$packed/models/bert-tiny"
for model in "$@"; do
  cp -R "$model" "$packed/models/"
done
cp bench/gpu/run.sh bench/gpu/Compare.java "$packed/"
tar -C "$out" -czf "$out/arcuate-gpu.tar.gz" arcuate-gpu
rm -rf "$packed"
ls -lh "$out/arcuate-gpu.tar.gz"
echo "unpack it on the GPU machine and run arcuate-gpu/run.sh"
echo "the distribution in dist/target is now the one for CUDA; build it again without -Darcuate.flavour for the CPU"
