# shellcheck shell=bash
# What run.sh and test.sh both need: words for the person watching, the system's packages, and Swift.

say() { printf '\n==> %s\n' "$*"; }

fail() {
    printf '\nerror: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "this needs root: run it as root, or install sudo, or ask somebody to run: $*"
    fi
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# A fresh machine updates itself for minutes and holds apt's locks meanwhile: wait for those of dpkg.
apt() {
    as_root env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@"
}

# The option does not cover the lock of the package lists, so that an update has to be tried again.
update_package_lists() {
    local answer end=$((SECONDS + 600))
    until answer=$(apt update -qq 2>&1); do
        if [ "$SECONDS" -ge "$end" ] || ! grep -qi 'lock' <<<"$answer"; then
            printf '%s\n' "$answer" >&2
            return 1
        fi
        sleep 1
    done
}

# Installs those of the named packages that are missing, and touches nothing when none is.
install_packages() {
    local missing=() package
    command -v dpkg-query >/dev/null || fail "these scripts know Debian's apt; on another system install: $*"
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        say "System packages: all there"
        return
    fi
    say "System packages: installing ${missing[*]}"
    update_package_lists
    apt install -y -qq --no-install-recommends "${missing[@]}"
}

find_swift() {
    if ! command -v swift >/dev/null; then
        [ -x /opt/swift/usr/bin/swift ] || fail "no swift on PATH or in /opt/swift/usr/bin; see https://www.swift.org/install"
        PATH="/opt/swift/usr/bin:$PATH"
    fi
    export PATH
    say "$(swift --version 2>/dev/null | grep -om1 'Swift version [^ ]*')"
}

# Runs a command whose output only matters when it fails: shows how far it is, keeps the rest in a log.
run_quietly() {
    local log=$1
    shift
    if "$@" 2>&1 | tee "$log" | show_progress; then
        return
    fi
    tail -n 60 "$log" >&2
    fail "failed: $* (whole log: $log)"
}

# One line that is rewritten on a terminal, now and then a line elsewhere.
show_progress() {
    local line last=0
    while IFS= read -r line; do
        if [ -t 1 ]; then
            printf '\r\033[K    %.100s' "$line"
        elif [ $((SECONDS - last)) -ge 15 ]; then
            last=$SECONDS
            printf '    %.100s\n' "$line"
        fi
    done
    if [ -t 1 ]; then printf '\r\033[K'; fi
}

# What a C library, a C++ shim and the package manager need to build.
# shellcheck disable=SC2034 # the scripts that read this file use it
BUILD_PACKAGES=(
    ca-certificates curl g++ git libidn2-dev liblz4-dev libphonenumber-dev libpq-dev libsqlite3-dev pkg-config zlib1g-dev
    libc6-dev libcurl4-openssl-dev libxml2 libncurses6 libedit2 tzdata
)

# The program as it is deployed: it holds what it needs of Swift, and calls that more quickly than a library.
# shellcheck disable=SC2034
RELEASE=(-c release --static-swift-stdlib)
