#!/usr/bin/env bash
# The package's life on a system that may be thrown away, such as a chroot with Debian's base system: installed,
# used, upgraded, removed and purged. As root: package_life.sh --here DEB HUBSPOT_SIM
# It changes the machine that it runs on, so nothing calls it by itself.
set -euo pipefail
[ "${1:-}" = --here ] && [ $# -eq 3 ] || { echo 'usage: package_life.sh --here DEB HUBSPOT_SIM' >&2; exit 2; }
deb=$(realpath "$2") sim=$(realpath "$3")
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait; rm -rf "$work"' EXIT
say() { printf '== %s\n' "$*"; }
fail() { echo "package_life.sh: $1" >&2; exit 1; }
await() { for _ in $(seq 300); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done; fail "in vain: $*"; }

say 'installed, with what it depends on and nothing else'
apt-get update -qq
apt-get install -y -qq --no-install-recommends "$deb" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
hubspot-mariadb --version
getent passwd hubspot-mariadb | grep -q ':/nonexistent:' || fail 'the package made no user'
[ "$(stat -c %a /etc/hubspot-mariadb/settings.env)" = 644 ] || fail 'settings.env has other rights'

say 'used, as the user of the service'
apt-get install -y -qq --no-install-recommends mariadb-server-core mariadb-client-core curl >/dev/null
mariadb-install-db --no-defaults --user=root --datadir="$work/data" --skip-test-db \
  --auth-root-authentication-method=normal >/dev/null
mariadbd --no-defaults --user=root --datadir="$work/data" --socket="$work/s" --skip-networking >"$work/db.log" 2>&1 &
pids+=($!)
chmod 755 "$work"
await grep -q 'ready for connections' "$work/db.log"
sql() { mariadb --no-defaults --socket="$work/s" -uroot -N "$@"; }
sql -e "CREATE DATABASE hubspot CHARACTER SET utf8mb4; CREATE USER 'hubspot'@'localhost' IDENTIFIED BY 'choose-one';
  GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, CREATE VIEW, DROP ON hubspot.* TO 'hubspot'@'localhost'"
"$sim" --port 0 --contacts 300 --deals 50 --token pat-na1-life >"$work/sim.log" 2>&1 &
pids+=($!)
await grep -q 'listening on' "$work/sim.log"
mirror() {
  su -s /bin/sh hubspot-mariadb -c "HUBSPOT_API_KEY=pat-na1-life DB_PASSWORD=choose-one DB_SOCKET=$work/s \
    HUBSPOT_BASE_URL=$(sed -n 's/^listening on //p' "$work/sim.log") LOG_LEVEL=warn \
    hubspot-mariadb $* --env-file /etc/hubspot-mariadb/settings.env"
}
mirror check
mirror sync
[ "$(sql hubspot -e 'SELECT COUNT(*) FROM hubspot_contacts')" = 300 ] || fail 'contacts are missing'

say 'upgraded, with settings that a person changed'
echo 'SYNC_INTERVAL_MINUTES=30' >>/etc/hubspot-mariadb/settings.env
dpkg-deb -R "$deb" "$work/next"
sed -i 's/^Version: .*/Version: 99.0-1/' "$work/next/DEBIAN/control"
dpkg-deb -b "$work/next" "$work/next.deb" >/dev/null
apt-get install -y -qq "$work/next.deb" >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
[ "$(dpkg-query -W -f '${Version}' hubspot-mariadb)" = 99.0-1 ] || fail 'it was not upgraded'
grep -q MINUTES=30 /etc/hubspot-mariadb/settings.env || fail 'the upgrade took the settings'
mirror sync

say 'removed: the settings and the database stay'
echo secret >/etc/hubspot-mariadb/hubspot-token
apt-get remove -y -qq hubspot-mariadb >/dev/null
[ ! -e /usr/bin/hubspot-mariadb ] || fail 'the program is still there'
[ -e /etc/hubspot-mariadb/settings.env ] || fail 'removing took the settings'

say 'purged: the settings and the secrets are gone, the database stays'
apt-get purge -y -qq hubspot-mariadb >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
[ ! -e /etc/hubspot-mariadb ] || fail "purging left $(ls -A /etc/hubspot-mariadb)"
[ "$(sql hubspot -e 'SELECT COUNT(*) FROM hubspot_contacts')" = 300 ] || fail 'purging took the data'
! find / -xdev -path /proc -prune -o -name '*hubspot*mariadb*' -not -path "$work/*" -not -path '/root/*' \
  -not -path '/var/cache/*' -not -path '/var/log/*' -print | grep . || fail 'purging left files'
say 'the package lives and goes'
