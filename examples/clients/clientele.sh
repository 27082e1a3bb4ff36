#!/bin/sh
# The five calls that most people need, by curl. CLIENTELE_URL and CLIENTELE_KEY say where, and with which key.
#
#     clientele.sh put crm customers 4711 '{"given_name": "Jane", "emails": ["jane@example.com"]}'
#     clientele.sh profile email:jane@example.com
#     clientele.sh vip email:jane@example.com
#     clientele.sh search 'jane 10115'
#     clientele.sh timeline email:jane@example.com
set -eu

# Fails with a problem's text on the standard error; tries again when the service is away for a moment. All calls may be
# repeated: putting a record twice changes nothing. The key is no argument, which everybody on the machine could see.
ask() {
    curl --silent --show-error --fail-with-body --retry 3 --max-time 10 \
        --header @/dev/fd/3 "$@" 3<<END
Authorization: Bearer $CLIENTELE_KEY
END
    echo
}

# A part of a path: identifiers hold characters that mean something in addresses.
encoded() { printf %s "$1" | jq --slurp --raw-input --raw-output @uri; }

case $1 in
    put) ask --request PUT "$CLIENTELE_URL/v1/sources/$(encoded "$2")/$3/$(encoded "$4")" --json "$5" ;;
    profile) ask "$CLIENTELE_URL/v1/profiles/$(encoded "$2")" ;;
    vip) ask "$CLIENTELE_URL/v1/vip/$(encoded "$2")" ;;
    search) jq --null-input --arg query "$2" '{$query}' | ask "$CLIENTELE_URL/v1/profiles/search" --json @- ;;
    timeline) ask "$CLIENTELE_URL/v1/profiles/$(encoded "$2")/timeline?limit=20" ;;
    *) echo "put, profile, vip, search or timeline" >&2 && exit 64 ;;
esac
