#!/usr/bin/env bash
# Checks everything: scripts, formatting, warnings, console and panel in a browser, recipes, clients, tests. Arguments
# go on to `swift test`, as in scripts/test.sh --filter ProfileCoreTests, and leave out all between warnings and tests.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh
# shellcheck source=scripts/postgres.sh
source scripts/postgres.sh

install_packages "${BUILD_PACKAGES[@]}" python3 shellcheck strace
find_swift

say "Shell scripts"
shellcheck -x scripts/*.sh .ci/run examples/asterisk/clientele.agi examples/clients/clientele.sh

say "Formatting"
swift format lint --strict --recursive Sources Tests migrations mappings openapi console Package.swift

say "Build, warnings being errors"
mkdir -p .build
run_quietly .build/test-build.log swift build --build-tests

# The browser runs alone, because the tests below use all processors.
if [ $# -eq 0 ]; then
    scripts/browser.sh
    scripts/examples.sh
    scripts/tracking.sh
    scripts/clients.sh
fi

start_postgres
start_replica
say "Tests"
# Two at a time for each processor: with all at once some wait for their turn longer than what they watch may take.
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=$((2 * $(nproc)))
log=.build/tests.log
swift test --skip-build "$@" 2>&1 | tee "$log" || {
    # Repeats the failures at the end, where they are found without scrolling.
    say "What failed"
    grep -a ' recorded an issue ' "$log" || true
    tail -n 1 "$log"
    exit 1
}
