#!/usr/bin/env bash
# Makes what the package holds and the repository does not: stage.sh PROGRAM SOURCE_DIR OUT_DIR
set -euo pipefail
program=$1 source=$2 out=$3
mkdir -p "$out"
"$program" completion bash > "$out/hubspot-mariadb"
"$program" completion zsh > "$out/_hubspot-mariadb"
"$program" completion fish > "$out/hubspot-mariadb.fish"
gzip -9nc "$source/docs/hubspot-mariadb.1" > "$out/hubspot-mariadb.1.gz"
gzip -9nc "$source/CHANGELOG.md" > "$out/changelog.gz"
gzip -9nc "$source/packaging/changelog.Debian" > "$out/changelog.Debian.gz"
