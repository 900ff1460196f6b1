#!/usr/bin/env bash
# make.sh REVISION VERSION: writes vVERSION.sql, a database as the program of that revision left it after a sync of
# the small account that tests/integration/upgrade_test.cc plays. Needs what the tests need, and SIM, a hubspot-sim.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/hm-upgrade.XXXXXX)
pids=()
cleanup() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"; }
trap cleanup EXIT
await() { for _ in $(seq 300); do grep -q "$2" "$1" 2>/dev/null && return; sleep 0.1; done; cat "$1" >&2; exit 1; }

if [ -z "${PROGRAM:-}" ]; then # a build that is there already
  git -C "$here" archive "$1" | tar -x -C "$(mkdir -p "$work/src" && echo "$work/src")"
  cmake -S "$work/src" -B "$work/build" -G Ninja -DCMAKE_UNITY_BUILD=ON -DCMAKE_CXX_FLAGS=-O0 >/dev/null
  cmake --build "$work/build" --target hubspot-mariadb >/dev/null
  PROGRAM=$work/build/hubspot-mariadb
fi
as_root=(); [ "$(id -u)" -eq 0 ] && as_root=(--user=root)
mariadb-install-db --no-defaults "${as_root[@]}" --datadir="$work/data" --tmpdir="$work" --skip-test-db \
  --auth-root-authentication-method=normal >"$work/install.log" 2>&1
/usr/sbin/mariadbd --no-defaults "${as_root[@]}" --datadir="$work/data" --tmpdir="$work" --socket="$work/db.sock" \
  --skip-networking >"$work/mariadbd.log" 2>&1 &
pids+=($!)
"$SIM" --profile small --contacts 8 --deals 4 --awkward 0 --no-limits >"$work/sim.log" 2>&1 &
pids+=($!)
await "$work/mariadbd.log" 'ready for connections'
await "$work/sim.log" 'listening on'
mariadb --no-defaults --socket="$work/db.sock" -u root -e 'CREATE DATABASE crm CHARACTER SET utf8mb4'
HUBSPOT_API_KEY=pat-na1-00000000-1111-2222-3333-444444444444 DB_SOCKET="$work/db.sock" DB_USER=root DB_NAME=crm \
  HUBSPOT_BASE_URL="$(sed -n 's/^listening on //p' "$work/sim.log")" "$PROGRAM" sync

sql() { mariadb --no-defaults --socket="$work/db.sock" -u root -N --raw crm -e "$1"; }
names() { sql "SELECT table_name FROM information_schema.tables WHERE table_schema = 'crm' AND table_type = '$1' ORDER BY 1"; }
{
  echo "-- Version $2 with the rows of a sync; made by make.sh of $(git -C "$here" log -1 --format='%h, %s' "$1")"
  for table in $(names 'BASE TABLE'); do
    sql "SHOW CREATE TABLE $table" | sed "1s/^$table\t//"
    echo ';'
    values=$(sql "SET group_concat_max_len = 100000; SELECT GROUP_CONCAT('IFNULL(QUOTE(', column_name, '), \'NULL\')'
      ORDER BY ordinal_position) FROM information_schema.columns WHERE table_schema = 'crm' AND table_name = '$table'")
    sql "SELECT CONCAT('INSERT INTO $table VALUES (', CONCAT_WS(', ', $values), ');') FROM $table"
  done
  for view in $(names VIEW); do
    sql "SHOW CREATE VIEW $view" | cut -f2 | sed -E 's/ALGORITHM=.* VIEW/VIEW/; s/`crm`\.//g'
    echo ';'
  done
} >"$here/v$2.sql"
