#!/usr/bin/env bash
# Format, layers and clang-tidy over the whole tree: lint.sh
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(git ls-files '*.cc' '*.h')
clang-format-19 --dry-run --Werror "${sources[@]}"
scripts/check-includes.py
cmake --preset dev >/dev/null
mapfile -t units < <(git ls-files 'src/*.cc' 'sim/*.cc')
printf '%s\n' "${units[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-19 -p build/dev --quiet 2>&1 |
  grep -vE '^[0-9]+ warnings? generated|^Suppressed|^Use -header-filter|^$' && exit 1
echo "lint: format, layers and clang-tidy are clean (${#units[@]} files)"
