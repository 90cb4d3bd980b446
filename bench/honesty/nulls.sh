#!/bin/sh
# What every test calls significant where there is nothing, of many datasets, and what ceilings say of
# noise: the tests of the build on more than their 200 datasets. Prints a line for each.
#
#   bench/honesty/nulls.sh [DATASETS]       2000 take about 10 minutes on two cores
set -eu
cd "$(dirname "$0")/../.."
mvn -q -pl engine,plugins/statistics -am test -Dsurefire.failIfNoSpecifiedTests=false \
  -Dtest='StatisticalTruthTest,NullDatasetsTest' -Darcuate.truth.datasets="${1:-2000}" \
  -Dsurefire.useFile=false | grep '^noise'
