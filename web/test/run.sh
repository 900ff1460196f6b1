#!/bin/sh
# Builds the status page from its sources, holds web/dist to the result, and tests it in Chromium: run.sh [BUILD]
# BUILD has hubspot-mariadb and hubspot-sim. Packages and screenshots go to BUILD/web, nothing into the tree.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
source=$(dirname "$here")
BUILD=${1:-$(dirname "$source")/build/release}
BUILD=$(cd "$BUILD" && pwd)
work=$BUILD/web
export BUILD

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo 'skipped: no node'
  exit 0
fi
if ! node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)'; then
  echo "skipped: node $(node --version) is older than 20.19"
  exit 0
fi

mkdir -p "$work"
for part in src fixtures test; do rm -rf "${work:?}/$part"; done
(cd "$source" && cp -R .npmrc package.json package-lock.json tsconfig.json ./*.ts index.html src fixtures test "$work/")
if ! cmp -s "$source/package-lock.json" "$work/installed"; then
  if ! (cd "$work" && npm ci --no-audit --no-fund --ignore-scripts --prefer-offline --loglevel=error); then
    echo 'skipped: npm could not install the packages'
    # In CI these tests are never left out.
    [ -z "${CI:-}" ]
    exit 0
  fi
  cp "$source/package-lock.json" "$work/installed"
fi

cd "$work"
npx --no-install tsc --noEmit
npx --no-install vite build --logLevel warn
for file in index.html csp.txt; do
  if ! cmp "$source/dist/$file" "dist/$file"; then
    echo "web/dist/$file is not what its sources give: cd web && npm ci && npm run build, and commit web/dist"
    exit 1
  fi
done

if ! node -e 'import("./test/support.mjs").then((s) => process.exit(s.browserPath ? 0 : 1))'; then
  echo 'skipped: no chromium'
  [ -z "${CI:-}" ]
  exit 0
fi
exec node --test test/*_test.mjs
