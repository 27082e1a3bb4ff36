#!/usr/bin/env bash
# Asks the debug build, or the program that CLIENTELE_TEST_BINARY names, whatever schemathesis makes up from the
# description of the API: examples, limits, chance and chains of requests, over a small sample shop. Tells the seed, and
# fails when an operation was asked and never carried out, or no profiles were merged and taken apart again. Arguments go
# on to schemathesis, as in scripts/fuzz.sh --seed 7 --max-time 900
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

install_packages curl jq openssl python3-venv
tool="schemathesis==4.32.5"
folder=.build/fuzz
if [ ! -e "$folder/$tool" ]; then
    /usr/bin/python3 -m venv --clear "$folder"
    "$folder/bin/pip" install --quiet "$tool"
    touch "$folder/$tool"
fi

program=${CLIENTELE_TEST_BINARY:-.build/debug/clientele}
[ -x "$program" ] || fail "there is no $program: run swift build first"

data=$(mktemp -d)
server=
finish() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$data"
}
trap finish EXIT

say "Sample shop"
"$program" demo --database "sqlite:$data/clientele.db" --people 100 --seed 1
CLIENTELE_KEY=ck_admin_$(openssl rand -hex 32)
CLIENTELE_PANEL_INTERCOM_SECRET=$(openssl rand -hex 32)
CLIENTELE_SECRETS_KEY=$(openssl rand -base64 32)
export CLIENTELE_KEY CLIENTELE_PANEL_INTERCOM_SECRET CLIENTELE_SECRETS_KEY
export CLIENTELE_FUZZ_ZENDESK_KEY=$data/zendesk.key CLIENTELE_PANEL_ZENDESK_PUBLIC_KEY=$data/zendesk.pem
export CLIENTELE_PANEL_ZENDESK_AUDIENCE=https://example.zendesk.com/fuzz CLIENTELE_PANEL_ZENDESK_KEY=zendesk
openssl genrsa -out "$CLIENTELE_FUZZ_ZENDESK_KEY" 2048 2>/dev/null
openssl rsa -in "$CLIENTELE_FUZZ_ZENDESK_KEY" -pubout -out "$CLIENTELE_PANEL_ZENDESK_PUBLIC_KEY" 2>/dev/null
export CLIENTELE_URL=http://127.0.0.1:${CLIENTELE_FUZZ_PORT:-18088}
CLIENTELE_ADMIN_KEY=$CLIENTELE_KEY "$program" serve --port "${CLIENTELE_URL##*:}" \
    --database "sqlite:$data/clientele.db" >"$data/server.log" 2>&1 &
server=$!
until curl -fsS -o /dev/null "$CLIENTELE_URL/readyz" 2>/dev/null; do
    kill -0 "$server" 2>/dev/null || { tail -n 30 "$data/server.log" >&2 && fail "the server did not start"; }
    sleep 0.2
done

say "Schemathesis"
export CLIENTELE_FUZZ_ANSWERS="$data/answers.json" HYPOTHESIS_STORAGE_DIRECTORY="$data/hypothesis"
export SCHEMATHESIS_HOOKS=scripts/fuzz/hooks.py PYTHONDONTWRITEBYTECODE=1
# Of a description read by its address, schemathesis leaves out the operation that gives it.
curl -fsS -o "$data/openapi.yaml" "$CLIENTELE_URL/openapi.yaml"
"$folder/bin/st" --config-file scripts/fuzz/schemathesis.toml run "$data/openapi.yaml" --url "$CLIENTELE_URL" \
    --generation-database none --max-examples 30 --max-time 300 "$@"

say "Answers of merge and unmerge"
for operation in merge unmerge; do
    jq -ce --arg name "POST /v1/profiles/{id}/$operation" '.[$name] | select(.["200"] > 0)' \
        "$CLIENTELE_FUZZ_ANSWERS" || fail "no $operation came about"
done
idle=$(jq -r 'to_entries[] | select([.value | keys[] | select(test("^[23]"))] == []) | .key' "$CLIENTELE_FUZZ_ANSWERS")
[ -z "$idle" ] || fail "never carried out: $idle"
jq -e 'has("hooks") | not' "$CLIENTELE_FUZZ_ANSWERS" >/dev/null || fail "requests of the hooks themselves failed"
