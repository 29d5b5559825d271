#!/bin/bash
# What people see, state by state, looked at for what is plainly wrong: see screens.mjs.
set -euo pipefail
cd "$(dirname "$0")/../.."
node=$(tools/node)
tools/web
tools/node-packages tests/browser
exec "$node" tests/judges/screens.mjs "$@"
