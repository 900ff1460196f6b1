#!/bin/sh
# Holds the simulator against HubSpot's own client, its OpenAPI documents and recorded answers.
# run.sh [SIMULATOR]: packages go to build/conformance, nothing into the tree.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
SIM=${1:-${SIM:-$root/build/release/hubspot-sim}}
CONFORMANCE_DIR=${CONFORMANCE_DIR:-$root/build/conformance}
export SIM CONFORMANCE_DIR

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo 'skipped: no node'
  exit 0
fi
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
  echo "skipped: node $(node --version) is older than 18"
  exit 0
fi

mkdir -p "$CONFORMANCE_DIR"
stamp=$CONFORMANCE_DIR/installed
if ! cmp -s "$here/node/package-lock.json" "$stamp"; then
  cp "$here/node/package.json" "$here/node/package-lock.json" "$here/node/.npmrc" "$CONFORMANCE_DIR/"
  if ! (cd "$CONFORMANCE_DIR" && npm ci --no-audit --no-fund --ignore-scripts --prefer-offline --loglevel=error); then
    echo 'skipped: npm could not install the packages'
    # In CI these tests are never left out.
    [ -z "${CI:-}" ]
    exit 0
  fi
  cp "$here/node/package-lock.json" "$stamp"
fi

exec node --test "$here"/*_test.mjs "$here"/*/*_test.mjs
