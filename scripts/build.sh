#!/usr/bin/env bash
# Configures and builds one preset: build.sh release
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:?usage: build.sh PRESET}
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset"
