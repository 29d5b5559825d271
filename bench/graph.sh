#!/bin/bash
# The graph runtime beside LangGraph, which is installed here once.   graph.sh PROGRAM [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "$1") rounds=${2:-7}
place=.cache/langgraph wanted="langgraph==1.2.22 langgraph-prebuilt==1.1.2 langchain-core==1.7.2 uvloop==0.23.0"
if [ "$(cat $place/wanted 2>/dev/null)" != "$wanted" ]; then
  echo "graph: installing $wanted into $place …" >&2
  python3 -m venv --clear "$place"
  # shellcheck disable=SC2086
  "$place/bin/pip" install -q --disable-pip-version-check $wanted
  echo "$wanted" > "$place/wanted"
fi
# Both sides keep the heap that a run frees for the next one; a fresh page costs more than a superstep.
export GLIBC_TUNABLES=glibc.malloc.trim_threshold=67108864:glibc.malloc.top_pad=16777216
exec "$program" --langgraph "$place/bin/python" --rounds "$rounds"
