#!/usr/bin/env bash
# Drives the console and the panel in a real browser against the debug build, or the program that
# CLIENTELE_TEST_BINARY names. Arguments name what to run, as in scripts/browser.sh console_test.Everywhere
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

install_packages chromium chromium-driver fonts-noto-core python3-venv
folder=.build/browser
driver="selenium==4.51.0"
# It brings axe-core along; what it would use itself is not needed.
axe="axe-playwright-python==0.1.8"
installed="$folder/$driver,$axe"
if [ ! -e "$installed" ]; then
    /usr/bin/python3 -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet "$driver"
    "$folder/bin/pip" install --quiet --no-deps "$axe"
    touch "$installed"
fi

export CLIENTELE_TEST_BINARY=${CLIENTELE_TEST_BINARY:-.build/debug/clientele}
[ -x "$CLIENTELE_TEST_BINARY" ] || fail "there is no $CLIENTELE_TEST_BINARY: run swift build first"

say "Console and panel in $(chromium --version 2>/dev/null | grep -om1 'Chromium [0-9.]*')"
export PYTHONPATH=Tests/Browser PYTHONDONTWRITEBYTECODE=1
[ $# -gt 0 ] || set -- console_test panel_test frames_test steward_test trouble_test webhooks_test zendesk_test flex_test
# Each suite has its own service and browser and mostly waits, so they run side by side.
printf '%s\n' "$@" |
    xargs -P "$(nproc)" -n 1 "$folder/bin/python" -W ignore::ResourceWarning -m unittest
