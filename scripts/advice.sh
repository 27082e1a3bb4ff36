#!/usr/bin/env bash
# Judges outlooks on the purchases of 2,357 customers of CDNOW, which PyPI's lifetimes brings along, and says which of
# the published figures are reached; judges next baskets of two made shops, and whom two made mailings help, beside plain
# rules of their own. The data is fetched or made each time and not kept.
# Takes the release build where there is one, else the debug build, or the program that CLIENTELE_TEST_BINARY names.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

install_packages python3 python3-pip
program=.build/release/clientele
[ -x "$program" ] || program=.build/debug/clientele
program=${CLIENTELE_TEST_BINARY:-$program}
[ -x "$program" ] || fail "there is no $program: run swift build first"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
say "CDNOW, from lifetimes 0.11.3"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$folder" lifetimes==0.11.3
python3 scripts/advice/cdnow.py orders "$folder"/*.whl >"$folder/orders.csv"

say "Learned up to 1997-09-30, judged by the 39 weeks after it"
judge=("$program" evaluate outlook "$folder/orders.csv" --mapping scripts/advice/cdnow.yaml)
"${judge[@]}" --until 1997-09-30
"${judge[@]}" --until 1997-09-30 --json >"$folder/figures.json"

say "Judged by the last 90 days"
"${judge[@]}"

say "Figures to reach"
python3 scripts/advice/cdnow.py compare "$folder/figures.json"

for shop in habits circles; do
    say "Next baskets of a made shop: $shop"
    python3 scripts/advice/baskets.py make "$shop" >"$folder/baskets.csv"
    "$program" evaluate baskets "$folder/baskets.csv" --mapping scripts/advice/baskets.yaml --json >"$folder/baskets.json"
    python3 scripts/advice/baskets.py compare "$folder/baskets.csv" "$folder/baskets.json"
done

for kind in womens town; do
    say "Whom a made mailing helps: $kind"
    python3 scripts/advice/mailing.py make "$kind" >"$folder/mailing.csv"
    "$program" evaluate invitations "$folder/mailing.csv" --arm segment --treated "Womens E-Mail" --control "No E-Mail" \
        --outcome visit --features recency,history_segment,history,mens,womens,zip_code,newbie,channel --rule womens \
        --json >"$folder/mailing.json"
    python3 scripts/advice/mailing.py compare "$folder/mailing.csv" "$folder/mailing.json"
done
