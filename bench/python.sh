# Sourced by the benches, which start in the root of the project.
#
#   peers FOLDER PACKAGE...
#
# sets $python, unless it names an interpreter already, to one under FOLDER/venv that has the packages.
peers() {
  [ -z "${python:-}" ] || return 0
  peers_folder=$1
  shift
  python=$peers_folder/venv/bin/python
  [ "$(cat "$peers_folder/venv/installed" 2>/dev/null)" != "$*" ] || return 0
  python3 -m venv "$peers_folder/venv"
  "$python" -m pip install --quiet --disable-pip-version-check "$@"
  printf '%s\n' "$*" >"$peers_folder/venv/installed"
}
