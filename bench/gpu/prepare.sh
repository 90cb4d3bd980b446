#!/bin/sh
# Packs all that a GPU machine without network needs to run Arcuate on CUDA and to compare it with the CPU: the
# distribution with ONNX Runtime for CUDA, its natives, the models of the tests, and run.sh. Takes a few minutes, most of
# them for fetching 640 MB once; writes bench/gpu/target/arcuate-gpu.tar.gz.
# Usage: bench/gpu/prepare.sh [MODEL_FOLDER…]
#
# The machine needs: Linux x64, glibc 2.34 or later, Java 17 or later, an NVIDIA driver for CUDA 12, and these libraries
# where the loader finds them (LD_LIBRARY_PATH): libcudart.so.12, libcublas.so.12, libcublasLt.so.12, libcurand.so.10,
# libcufft.so.11, libcudnn.so.9. A CUDA 12 toolkit with cuDNN 9 has them, and so have the Python wheels
# nvidia-{cuda-runtime,cublas,curand,cufft,cudnn}-cu12, each in a folder lib of its own.
set -eu
cd "$(dirname "$0")/../.."
out=$PWD/bench/gpu/target
rm -rf "$out"
mkdir -p "$out/arcuate-gpu/models"
mvn -q -ntp -Darcuate.flavour=cuda -pl dist -am package -Dmaven.test.skip=true
cp -R dist/target/arcuate "$out/arcuate-gpu/arcuate"
cp -R plugins/onnx/src/test/resources/models/gpt2 "$out/arcuate-gpu/models/onnx-gpt2"
cp -R plugins/gpt2/src/test/resources/models/gpt2-tiny "$out/arcuate-gpu/models/gpt2-tiny"
cp -R plugins/bert/src/test/resources/models/bert-tiny "$out/arcuate-gpu/models/bert-tiny"
for model in "$@"; do
  cp -R "$model" "$out/arcuate-gpu/models/"
done
cp bench/gpu/run.sh bench/gpu/Compare.java "$out/arcuate-gpu/"
tar -C "$out" -czf "$out/arcuate-gpu.tar.gz" arcuate-gpu
rm -rf "$out/arcuate-gpu"
ls -lh "$out/arcuate-gpu.tar.gz"
echo "unpack it on the GPU machine and run arcuate-gpu/run.sh"
echo "the distribution in dist/target is now the one for CUDA; build it again without -Darcuate.flavour for the CPU"
