#!/usr/bin/env bash
# A PostgreSQL server of one's own, in a temporary folder on loopback, gone when the command is done:
#
#     scripts/postgres.sh COMMAND [ARGUMENT…]
#
# runs the command with CLIENTELE_TEST_POSTGRES naming the server. Other scripts source this file instead.
# Nothing in it outlives a power cut, which makes it quick; it is for tests.

# The newest of the server's programs that are installed.
postgres_programs() {
    local folder newest=
    for folder in /usr/lib/postgresql/*/bin; do
        if [ -x "$folder/initdb" ]; then newest=$folder; fi
    done
    [ -n "$newest" ] || fail "no PostgreSQL server in /usr/lib/postgresql"
    printf '%s' "$newest"
}

# The server refuses to run as root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Starts the server and exports its URL, unless the environment names one already.
start_postgres() {
    [ -z "${CLIENTELE_TEST_POSTGRES:-}" ] || return 0
    install_packages postgresql
    postgres_bin=$(postgres_programs)
    postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/clientele-postgres.XXXXXX")
    trap stop_postgres EXIT
    local password port
    password=$(od -An -vtx1 -N16 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s' "$password" >"$postgres_folder/password")
    if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$postgres_folder"; fi
    as_postgres "$postgres_bin/initdb" --pgdata "$postgres_folder/data" --username clientele --encoding UTF8 \
        --locale C.UTF-8 --auth scram-sha-256 --pwfile "$postgres_folder/password" --no-sync \
        >"$postgres_folder/initdb.log" 2>&1 || fail "initdb failed: $(tail -n 3 "$postgres_folder/initdb.log")"
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM))
        port_is_free "$port" && launch_postgres "$port" && break
        port=
    done
    [ -n "$port" ] || fail "PostgreSQL does not start: $(tail -n 5 "$postgres_folder/log" 2>/dev/null)"
    export CLIENTELE_TEST_POSTGRES="postgres://clientele:$password@127.0.0.1:$port/postgres"
    say "PostgreSQL: a private server on 127.0.0.1:$port"
}

launch_postgres() {
    local settings="-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder"
    settings+=" -c fsync=off -c full_page_writes=off -c max_connections=400"
    as_postgres "$postgres_bin/pg_ctl" start --pgdata "$postgres_folder/data" --options "$settings" \
        --log "$postgres_folder/log" --wait --silent >/dev/null 2>&1
}

stop_postgres() {
    [ -n "${postgres_folder:-}" ] || return 0
    as_postgres "$postgres_bin/pg_ctl" stop --pgdata "$postgres_folder/data" --mode immediate --silent \
        >/dev/null 2>&1 || true
    rm -rf "$postgres_folder"
    postgres_folder=
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -euo pipefail
    # shellcheck source=scripts/prepare.sh
    source "$(dirname "$0")/prepare.sh"
    [ $# -gt 0 ] || fail "usage: scripts/postgres.sh COMMAND [ARGUMENT…]"
    start_postgres
    "$@"
fi
