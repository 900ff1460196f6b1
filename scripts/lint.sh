#!/usr/bin/env bash
# Format, layers and clang-tidy over the whole tree: lint.sh
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files '*.cc' '*.h')
clang-format-19 --dry-run --Werror "${sources[@]}"
scripts/check-includes.py
# Each layer as one unity file: its headers are parsed once, not once for every source.
cmake --preset dev -B build/lint -DCMAKE_UNITY_BUILD=ON -DCMAKE_UNITY_BUILD_BATCH_SIZE=0 >/dev/null
mapfile -t units < <(find build/lint/src build/lint/sim -name 'unity_*.cxx')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 1 clang-tidy-19 -p build/lint --quiet 2>&1 |
  { grep -vE '^[0-9]+ warnings? generated|^Suppressed|^Use -header-filter|^$' || true; } | tee build/lint/findings
[[ ! -s build/lint/findings ]] || exit 1
echo "lint: format, layers and clang-tidy are clean (${#units[@]} unity files)"
