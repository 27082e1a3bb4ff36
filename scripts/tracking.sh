#!/usr/bin/env bash
# Has the libraries of Segment and RudderStack send to the debug build, or to the program that CLIENTELE_TEST_BINARY
# names. Arguments go on to unittest, as in scripts/tracking.sh tracking_test.SegmentTest
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

install_packages python3-venv
folder=.build/tracking
segment="segment-analytics-python==2.4.0"
rudder="rudder-sdk-python==2.1.9"
installed="$folder/$segment,$rudder"
if [ ! -e "$installed" ]; then
    /usr/bin/python3 -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet "$segment" "$rudder"
    touch "$installed"
fi

export CLIENTELE_TEST_BINARY=${CLIENTELE_TEST_BINARY:-.build/debug/clientele}
[ -x "$CLIENTELE_TEST_BINARY" ] || fail "there is no $CLIENTELE_TEST_BINARY: run swift build first"

say "Libraries of Segment and RudderStack"
export PYTHONPATH=Tests/Examples:Tests/Browser PYTHONDONTWRITEBYTECODE=1
[ $# -gt 0 ] || set -- tracking_test
exec "$folder/bin/python" -W ignore::ResourceWarning -m unittest "$@"
