#!/usr/bin/env bash
# Tries the recipes for routers in examples/ against the debug build, or the program that CLIENTELE_TEST_BINARY names.
# Arguments go on to unittest, as in scripts/examples.sh routers_test.AsteriskTest
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

install_packages curl jq nodejs python3
export CLIENTELE_TEST_BINARY=${CLIENTELE_TEST_BINARY:-.build/debug/clientele}
[ -x "$CLIENTELE_TEST_BINARY" ] || fail "there is no $CLIENTELE_TEST_BINARY: run swift build first"

say "Recipes for routers"
export PYTHONPATH=Tests/Examples:Tests/Browser PYTHONDONTWRITEBYTECODE=1
[ $# -gt 0 ] || set -- routers_test
exec python3 -m unittest "$@"
