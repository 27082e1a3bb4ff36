#!/usr/bin/env bash
# A PostgreSQL server of one's own, in a temporary folder on loopback, gone when the command is done:
#
#     scripts/postgres.sh [--replica] COMMAND [ARGUMENT…]
#
# runs the command with CLIENTELE_TEST_POSTGRES naming the server. Other scripts source this file instead.
# Nothing in it outlives a power cut, which makes it quick; it is for tests. With --replica in front of the command a
# second server follows the first one, named by CLIENTELE_TEST_POSTGRES_REPLICA.

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
    port=$(launch_postgres data)
    export CLIENTELE_TEST_POSTGRES="postgres://clientele:$password@127.0.0.1:$port/postgres"
    # The service refuses such a server unless a setting says that nothing has to last.
    export CLIENTELE_ALLOW_UNSAFE_DATABASE=true
    say "PostgreSQL: a private server on 127.0.0.1:$port"
}

# Starts a server that follows the private one and exports its URL.
start_replica() {
    [ -n "${postgres_folder:-}" ] || return 0
    local port
    as_postgres "$postgres_bin/pg_basebackup" --dbname "$CLIENTELE_TEST_POSTGRES" --pgdata "$postgres_folder/replica" \
        --wal-method stream --checkpoint fast --no-sync --write-recovery-conf ||
        fail "pg_basebackup failed"
    port=$(launch_postgres replica)
    export CLIENTELE_TEST_POSTGRES_REPLICA="${CLIENTELE_TEST_POSTGRES%:*}:$port/postgres"
    say "PostgreSQL: a replica of it on 127.0.0.1:$port"
}

# Starts a server on the data in that folder and prints its port.
launch_postgres() {
    local port settings="-c listen_addresses=127.0.0.1 -c unix_socket_directories=$postgres_folder"
    settings+=" -c fsync=off -c full_page_writes=off -c max_connections=400"
    for _ in 1 2 3 4 5; do
        port=$((20000 + RANDOM))
        port_is_free "$port" || continue
        as_postgres "$postgres_bin/pg_ctl" start --pgdata "$postgres_folder/$1" --options "-p $port $settings" \
            --log "$postgres_folder/$1.log" --wait --silent >/dev/null 2>&1 || continue
        printf '%s' "$port"
        return
    done
    fail "PostgreSQL does not start: $(tail -n 5 "$postgres_folder/$1.log" 2>/dev/null)"
}

stop_postgres() {
    [ -n "${postgres_folder:-}" ] || return 0
    local data
    for data in replica data; do
        as_postgres "$postgres_bin/pg_ctl" stop --pgdata "$postgres_folder/$data" --mode immediate --silent \
            >/dev/null 2>&1 || true
    done
    rm -rf "$postgres_folder"
    postgres_folder=
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -euo pipefail
    # shellcheck source=scripts/prepare.sh
    source "$(dirname "$0")/prepare.sh"
    replica=
    if [ "${1:-}" = --replica ]; then
        replica=yes
        shift
    fi
    [ $# -gt 0 ] || fail "usage: scripts/postgres.sh [--replica] COMMAND [ARGUMENT…]"
    start_postgres
    if [ -n "$replica" ]; then start_replica; fi
    "$@"
fi
