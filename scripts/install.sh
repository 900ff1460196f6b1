#!/usr/bin/env bash
# Installs what building and testing need, from Debian's packages: install.sh [--ci]
# --ci adds what the checks of CI use: clang's tools, Node for the tests with HubSpot's official client and of the
# status page, a browser for the latter, systemd-analyze for the unit, lintian for the package, and promtool for metrics
# and alerts.
# Idempotent; says what it will do. On another system it names what is missing and stops.
set -euo pipefail

packages=(
  g++ cmake ninja-build pkg-config curl ca-certificates
  libcurl4-openssl-dev libmariadb-dev libmicrohttpd-dev libsimdjson-dev libssl-dev zlib1g-dev
  libfmt-dev libspdlog-dev libcli11-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev
  mariadb-server-core mariadb-client-core galera-4 openssl file dpkg-dev
)
if [ "${1:-}" = --ci ]; then
  packages+=(clang-format-19 clang-tidy-19 python3 git chromium-headless-shell fonts-dejavu-core systemd lintian)
  command -v node >/dev/null || packages+=(nodejs npm)
fi

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "install.sh: this is not Debian; install the equivalents of these packages yourself:" >&2
  printf '  %s\n' "${packages[@]}" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
promtool=
[ "${1:-}" = --ci ] && ! command -v promtool >/dev/null && promtool=1
[ ${#missing[@]} -eq 0 ] && [ -z "$promtool" ] && exit 0

echo "Installing with apt-get: ${missing[*]}${promtool:+ promtool}"
sudo=
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "install.sh: apt-get needs root, and there is no sudo" >&2; exit 1; }
  sudo=sudo
fi
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
[ ${#missing[@]} -eq 0 ] || $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
# Out of its package, which would also start a Prometheus on this machine.
if [ -n "$promtool" ]; then
  unpacked=$(mktemp -d)
  trap 'rm -rf "$unpacked"' EXIT
  (cd "$unpacked" && apt-get download -qq prometheus 2>/dev/null && dpkg-deb -x prometheus_*.deb .)
  $sudo install "$unpacked/usr/bin/promtool" /usr/local/bin/promtool
fi
