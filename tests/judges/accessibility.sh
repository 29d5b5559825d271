#!/bin/bash
# axe on each page and state, light and dark: see accessibility.mjs.
set -euo pipefail
cd "$(dirname "$0")/../.."
node=$(tools/node)
tools/web
tools/node-packages tests/browser
exec "$node" tests/judges/accessibility.mjs "$@"
