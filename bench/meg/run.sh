#!/bin/sh
# Reads a continuous recording of ten minutes, 300 channels, 1 kHz (720 MB, FIF) with Arcuate and with
# MNE-Python, three times each after one reading that warms the file cache. About three minutes; needs
# 1.5 GB on the disk and 3 GB of memory. Prints one table.
#
#   bench/meg/run.sh [PYTHON with mne]      without one, a virtual environment is made under target/
set -eu
cd "$(dirname "$0")/../.."
work=target/bench-meg
mkdir -p "$work"
python=${1:-}
. bench/python.sh
peers "$work" mne==1.13.2 numpy==2.4.6
mvn -q -ntp -pl plugins/bids-meg -am compile
classes=plugins/bids-meg/target/classes:plugins/bids/target/classes:sdk/api/target/classes
libraries=$(find "$HOME/.m2/repository" \( -name 'pf4j-3*.jar' -o -name 'slf4j-api-2*.jar' \
  -o -name 'jackson-jr-objects*.jar' -o -name 'jackson-core-2*.jar' -o -name 'jakarta.inject-api*.jar' \) | tr '\n' ':')
file=$work/ten-minutes_raw.fif
[ -f "$file" ] || "$python" bench/meg/read_fif.py make "$file"
read_java() {
  java -Xmx1100m -XX:+UseSerialGC -cp "$classes:$libraries" bench/meg/ReadFif.java "$file" "$1"
}
read_java windows >/dev/null
for round in 1 2 3; do
  "$python" bench/meg/read_fif.py read "$file"
  read_java whole
  read_java windows
done
