#!/usr/bin/env bash
# The package of a build, taken apart: package.sh BUILD_DIR. What needs a tool that is missing here is left out aloud.
set -euo pipefail
build=$1
source=$(cd "$(dirname "$0")/.." && pwd)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
fail() { echo "package.sh: $1" >&2; exit 1; }

(cd "$build" && cpack -G DEB -B "$out" >"$out/log" 2>&1) || { cat "$out/log"; exit 1; }
deb=$(echo "$out"/*.deb)
dpkg-deb -x "$deb" "$out/root"
dpkg-deb -e "$deb" "$out/control"

# It runs from where it was unpacked, and is what this tree makes.
[[ $("$out/root/usr/bin/hubspot-mariadb" --version) == "hubspot-mariadb "* ]] || fail 'the program does not run'
zcat "$out/root/usr/share/man/man1/hubspot-mariadb.1.gz" | cmp - "$source/docs/hubspot-mariadb.1"
bash -n "$out/root/usr/share/bash-completion/completions/hubspot-mariadb"
for file in usr/share/zsh/vendor-completions/_hubspot-mariadb usr/share/fish/vendor_completions.d/hubspot-mariadb.fish \
  etc/hubspot-mariadb/settings.env lib/systemd/system/hubspot-mariadb.service usr/share/doc/hubspot-mariadb/copyright; do
  [ -s "$out/root/$file" ] || fail "$file is missing"
done

# The libraries that the program loads are depended on, and no maintainer script is broken.
depends=$(dpkg-deb -f "$deb" Depends)
for library in libcurl4 libmariadb3 libc6; do
  [[ $depends == *"$library"* ]] || fail "Depends lacks $library: $depends"
done
for script in postinst prerm postrm; do sh -n "$out/control/$script"; done

# The settings that the package brings are settings, and the unit names files that it has.
env -i "$out/root/usr/bin/hubspot-mariadb" migrate --env-file "$out/root/etc/hubspot-mariadb/settings.env" 2>"$out/err" && fail 'no password, no error'
grep -q 'DB_PASSWORD is not set' "$out/err" || { cat "$out/err"; fail 'settings.env is refused'; }

if command -v systemd-analyze >/dev/null; then
  score=$(systemd-analyze security --offline=true "$out/root/lib/systemd/system/hubspot-mariadb.service" 2>/dev/null |
    sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p')
  awk "BEGIN { exit !($score <= 1.5) }" || fail "the unit's exposure is $score, more than 1.5"
else
  echo 'package.sh: no systemd-analyze, the unit is not scored'
fi
if command -v lintian >/dev/null; then
  lintian --fail-on error,warning --allow-root "$deb"
else
  echo 'package.sh: no lintian'
fi
echo 'package.sh: the package is right'
