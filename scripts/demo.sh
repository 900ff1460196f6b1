#!/usr/bin/env bash
# Shows the program at work against a simulated HubSpot and a private MariaDB; leaves nothing running.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/release
work=$(mktemp -d "${TMPDIR:-/tmp}/hubspot-mariadb-demo.XXXXXX")
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

say() { printf '\n== %s\n' "$*"; }
await() { # await FILE TEXT: until TEXT stands in FILE
  for _ in $(seq 300); do grep -q "$2" "$1" 2>/dev/null && return 0; sleep 0.1; done
  echo "demo: waited 30 s in vain for '$2'; the log says:" >&2; tail -n 20 "$1" >&2; exit 1
}

say 'A private MariaDB and a simulated HubSpot (2,000 contacts, 600 deals), on loopback only'
as_root=(); [ "$(id -u)" -eq 0 ] && as_root=(--user=root)
mariadb-install-db --no-defaults "${as_root[@]}" --datadir="$work/data" --tmpdir="$work" --skip-test-db \
  --auth-root-authentication-method=normal >"$work/install.log" 2>&1 || { cat "$work/install.log" >&2; exit 1; }
/usr/sbin/mariadbd --no-defaults "${as_root[@]}" --datadir="$work/data" --tmpdir="$work" --socket="$work/db.sock" --skip-networking \
  --pid-file="$work/db.pid" >"$work/mariadbd.log" 2>&1 &
pids+=($!)
"$bin/hubspot-sim" --port 0 --seed 7 --contacts 2000 --companies 200 --deals 600 --token pat-na1-demo-token >"$work/sim.log" 2>&1 &
pids+=($!)
await "$work/mariadbd.log" 'ready for connections'
await "$work/sim.log" 'listening on'
url=$(sed -n 's/^listening on //p' "$work/sim.log")
sql() { mariadb --no-defaults --socket="$work/db.sock" -u root "$@"; }
sql -e "CREATE DATABASE crm CHARACTER SET utf8mb4; CREATE USER 'mirror'@'localhost' IDENTIFIED BY 'demo';
        GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, CREATE VIEW, DROP ON crm.* TO 'mirror'@'localhost'"

cat >"$work/.env" <<ENV
HUBSPOT_API_KEY=pat-na1-demo-token
HUBSPOT_BASE_URL=$url
DB_SOCKET=$work/db.sock
DB_USER=mirror
DB_PASSWORD=demo
DB_NAME=crm
LOG_FORMAT=text
ENV
chmod 600 "$work/.env"
mirror() { echo "\$ hubspot-mariadb $*"; "$bin/hubspot-mariadb" "$@" --env-file "$work/.env"; }

say 'Is everything right?'
mirror check
say 'The first sync reads everything'
mirror sync
say 'Somebody changes one contact and adds a deal in HubSpot ...'
first=$(sql -N crm -e 'SELECT id FROM hubspot_contacts ORDER BY CAST(id AS UNSIGNED) LIMIT 1')
curl -fsS -X POST "$url/_sim/records" -d "{\"object\":\"contacts\",\"id\":\"$first\",\"properties\":{\"firstname\":\"Grace\",\"lastname\":\"Hopper\"}}" >/dev/null
curl -fsS -X POST "$url/_sim/records" -d '{"object":"deals","properties":{"dealname":"Compiler licence","amount":"1952.05","pipeline":"default","dealstage":"closedwon"}}' >/dev/null
say '... and the next sync fetches those two and nothing else'
mirror sync
say 'What stands in the database'
mirror status
sql -t crm -e "SELECT id, firstname, lastname, email, updated_at FROM hubspot_contacts WHERE id = '$first'"
sql -t crm -e "SELECT p.label AS pipeline, s.label AS stage, COUNT(*) AS deals, SUM(d.amount) AS amount
  FROM hubspot_deals d JOIN hubspot_deal_pipelines p ON p.id = d.pipeline
  JOIN hubspot_deal_stages s ON s.pipeline_id = d.pipeline AND s.id = d.dealstage
  GROUP BY p.id, s.id, p.label, s.label, p.display_order, s.display_order ORDER BY p.display_order, s.display_order"

say 'With your own account'
cat <<'TEXT'
1. In HubSpot: Development > Keys > Service keys, scopes crm.objects.contacts.read, crm.objects.deals.read,
   crm.schemas.contacts.read, crm.schemas.deals.read
2. cp .env.example .env, put the key, the database, its user and password there; chmod 600 .env
3. build/release/hubspot-mariadb check, then sync once, or run to keep the mirror fresh
Everything that this demo started is stopped again.
TEXT
