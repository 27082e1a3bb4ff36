#!/usr/bin/env bash
# Measures the service against what one would otherwise use, on this machine and in one run, and prints one table.
# It keeps all it makes in a temporary folder and in .build, and stops whatever it started.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: scripts/bench.sh [--only ROW]… [--all] [--list] [--records N] [--rounds N] [--seconds N]

  --only ROW    measure this row; may be given several times
  --all         measure long rows too
  --list        name the rows and their peers
  --records N   how many records the imports take (default 1000000; a tenth are customers), and how many people are
                searched
  --rounds N    how often each row is measured, ours and the peer in turn (default 3)
  --seconds N   how long each load lasts (default 3)

It measures for less than 15 minutes without long rows, and installs and builds what is missing before. The table goes
to standard output, all else to standard error. Exit code 1 when a row could not be measured; a row that misses what is
wanted says so.

  TMPDIR                 where the temporary folder is: the disk that is measured, with 8 GB to spare
  CLIENTELE_BINARY       measure this binary and build none
  CLIENTELE_BARE_BINARY  the bare Hummingbird handler likewise
TEXT
}

words=()
list=
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --list) list=yes && shift ;;
        --all) words+=(--all) && shift ;;
        --only | --records | --rounds | --seconds)
            [ $# -ge 2 ] || { usage >&2 && exit 64; }
            words+=("$1" "$2")
            shift 2
            ;;
        *) usage >&2 && exit 64 ;;
    esac
done

cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

if [ -n "$list" ]; then exec python3 scripts/bench/bench.py --list "${words[@]}"; fi

# The peer that people would write in Python, with the newest of its packages, and what drives a browser.
make_python() {
    local folder=.build/bench-python
    if ! "$folder/bin/python" -c 'import asyncpg, fastapi, selenium, uvicorn' 2>/dev/null; then
        say "Python packages: fastapi, asyncpg, uvicorn, selenium"
        rm -rf "$folder"
        /usr/bin/python3 -m venv "$folder"
        "$folder/bin/pip" install --quiet fastapi asyncpg 'uvicorn[standard]' 'selenium==4.51.0'
    fi
    python=$PWD/$folder/bin/python
}

build() {
    run_quietly .build/bench-build.log swift build "${RELEASE[@]}" --product "$1"
}

clean_up() {
    if [ -n "$measuring" ] && kill "$measuring" 2>/dev/null; then wait "$measuring" || true; fi
    rm -rf "$folder"
}

measure() {
    folder=$(mktemp -d "${TMPDIR:-/tmp}/clientele-bench.XXXXXX")
    measuring=
    trap clean_up EXIT
    trap 'exit 130' INT TERM HUP
    # PostgreSQL and nginx are other users when this is root.
    chmod 755 "$folder"
    say "Measuring, in $folder"
    "$python" scripts/bench/bench.py --folder "$folder" --clientele "$clientele" --bare "$bare" "${words[@]}" &
    measuring=$!
    wait "$measuring"
}

{
    install_packages "${BUILD_PACKAGES[@]}" chromium chromium-driver nginx postgresql python3-venv redis-server wrk
    find_swift
    mkdir -p .build
    make_python
    if [ -z "${CLIENTELE_BINARY:-}" ]; then
        say "Building (the first time takes some minutes)"
        build clientele
    fi
    if [ -z "${CLIENTELE_BARE_BINARY:-}" ]; then CLIENTELE_BENCHMARKS=peers build BareHandler; fi
    clientele=${CLIENTELE_BINARY:-$PWD/.build/release/clientele}
    bare=${CLIENTELE_BARE_BINARY:-$PWD/.build/release/BareHandler}
} >&2
# What the service reads from the environment is not for those it is measured with.
unset CLIENTELE_BINARY CLIENTELE_BARE_BINARY CLIENTELE_DATABASE CLIENTELE_CONFIG
measure
