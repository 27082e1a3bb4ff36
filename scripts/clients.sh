#!/usr/bin/env bash
# Tries programs that others wrote, and the examples of clients, against the debug build, or the program that
# CLIENTELE_TEST_BINARY names: the official SDK of the Model Context Protocol, the client that openapi-python-client
# writes, examples/clients, a collector of traces, and Prometheus' tool with examples/monitoring. Arguments go on to
# unittest, as in scripts/clients.sh mcp_test
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

install_packages curl jq nodejs php-cli python3-venv
packages=(mcp==2.3.0 jsonschema==4.26.0 openapi-python-client==0.29.1 opentelemetry-proto==1.45.2)
folder=.build/clients
if [ "$(cat "$folder/packages" 2>/dev/null)" != "${packages[*]}" ]; then
    /usr/bin/python3 -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet "${packages[@]}"
    echo "${packages[*]}" >"$folder/packages"
fi
# Debian has promtool in one package with the server, which would start on this machine: it is unpacked and no more.
if ! command -v promtool >/dev/null && [ ! -x "$folder/usr/bin/promtool" ]; then
    update_package_lists
    (cd "$folder" && apt download prometheus && dpkg-deb --extract prometheus_*.deb .)
fi
PATH="$PATH:$PWD/$folder/usr/bin"
export CLIENTELE_TEST_BINARY=${CLIENTELE_TEST_BINARY:-.build/debug/clientele}
[ -x "$CLIENTELE_TEST_BINARY" ] || fail "there is no $CLIENTELE_TEST_BINARY: run swift build first"

say "Programs that ask"
export PYTHONPATH=Tests/Clients:Tests/Browser PYTHONDONTWRITEBYTECODE=1
[ $# -gt 0 ] || set -- mcp_test openapi_test examples_test telemetry_test monitoring_test
exec "$folder/bin/python" -m unittest "$@"
