#!/usr/bin/env bash
# From a fresh checkout to a running service with a sample shop: installs what is missing, builds, loads, serves on
# 127.0.0.1 and shows one answer of each kind. A second run takes up where the first left off.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: scripts/run.sh [--port N] [--data DIR] [--people N] [--seed N]

  --port N      listen on 127.0.0.1:N (default 8080, or CLIENTELE_PORT)
  --data DIR    keep the database, the admin key and the logs here (default ./data)
  --people N    size of the sample shop when the database is new (default 2000)
  --seed N      another sample shop
TEXT
}

port=${CLIENTELE_PORT:-8080}
unset CLIENTELE_PORT
data=data
people=2000
seed=1
while [ $# -gt 0 ]; do
    case $1 in
        -h | --help) usage && exit 0 ;;
        --port | --data | --people | --seed)
            [ $# -ge 2 ] || { usage >&2 && exit 64; }
            declare "${1#--}=$2"
            shift 2
            ;;
        *) usage >&2 && exit 64 ;;
    esac
done
case $data in /*) ;; *) data=$PWD/$data ;; esac

cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

database="$data/clientele.db"
showcase=email:ada.lindqvist@example.com
url="http://127.0.0.1:$port"
server=

port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; }

make_key() {
    [ -s "$data/admin.key" ] && return
    (umask 077 && printf 'ck_admin_%s' "$(od -An -vtx1 -N32 /dev/urandom | tr -d ' \n')" >"$data/admin.key")
}

# Loads into a file of another name first, so that an interrupted load is not taken for a finished one.
load_shop() {
    if [ -e "$database" ]; then
        say "Sample shop: already in $database"
        return
    fi
    say "Sample shop: loading $people people into $database"
    rm -f "$data"/loading.db*
    "$clientele" demo --database "sqlite:$data/loading.db" --people "$people" --seed "$seed"
    local part
    for part in "$data"/loading.db*; do
        mv "$part" "$database${part#"$data/loading.db"}"
    done
}

start_server() {
    say "Serving on $url (log: $data/server.log)"
    "$clientele" serve --host 127.0.0.1 --port "$port" --database "sqlite:$database" >"$data/server.log" 2>&1 &
    server=$!
    local tries=0
    until curl -fsS -o /dev/null "$url/readyz" 2>/dev/null; do
        if ! kill -0 "$server" 2>/dev/null || [ $((tries += 1)) -gt 150 ]; then
            tail -n 30 "$data/server.log" >&2
            fail "the server did not become ready (whole log: $data/server.log)"
        fi
        sleep 0.2
    done
}

stop_server() {
    if [ -n "$server" ] && kill "$server" 2>/dev/null; then
        wait "$server" || true
        printf '\nStopped. Data stays in %s\n' "$data"
    fi
}

# The key goes in on standard input, where no list of processes shows it.
ask() {
    curl -fsS -K - "$@" <<TEXT
header = "Authorization: Bearer $CLIENTELE_ADMIN_KEY"
header = "Content-Type: application/json"
TEXT
}

show() { if command -v python3 >/dev/null; then python3 -m json.tool --no-ensure-ascii; else cat && echo; fi }

show_answers() {
    say "One customer: POST /v1/profiles/lookup {\"identifiers\":[\"$showcase\"]}"
    ask "$url/v1/profiles/lookup" -d "{\"identifiers\":[\"$showcase\"]}" | show
    say "Who goes first: GET /v1/vip/$showcase"
    ask "$url/v1/vip/$showcase" | show
}

show_way() {
    cat <<TEXT

==> Ready. Where to look next:
    $url/console       for people; sign in with the admin key
    $url/docs          the API, with every call to try
    $url/openapi.yaml  the same for machines
    $url/metrics       numbers for operators
    Admin key:  $(cat "$data/admin.key")
    (kept in $data/admin.key)

    export CLIENTELE_KEY=\$(cat '$data/admin.key')
    curl -H @<(printf 'Authorization: Bearer %s' "\$CLIENTELE_KEY") '$url/v1/profiles/$showcase'

    Ctrl-C stops the server.
TEXT
}

install_packages "${BUILD_PACKAGES[@]}"
find_swift
if port_is_taken; then fail "port $port is taken; choose another one: scripts/run.sh --port 8081"; fi
(umask 077 && mkdir -p "$data")
make_key
CLIENTELE_ADMIN_KEY=$(cat "$data/admin.key")
export CLIENTELE_ADMIN_KEY
# The sample shop is a German one: its clerks leave out the country code of numbers at home.
export CLIENTELE_DEFAULT_PHONE_REGION="${CLIENTELE_DEFAULT_PHONE_REGION:-DE}"

say "Building (the first time takes some minutes)"
run_quietly "$data/build.log" swift build "${RELEASE[@]}" --product clientele
clientele=$(swift build "${RELEASE[@]}" --show-bin-path)/clientele

load_shop
trap stop_server EXIT
trap 'exit 130' INT TERM
start_server
show_answers
show_way
wait "$server"
