# Install the Debian or Ubuntu packages named as arguments; fetch the package lists only if that fails without.
# Needs root; fails as apt-get fails.
set -eu

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet \
        --no-install-recommends --no-upgrade "$@" </dev/null >/dev/null
}

install "$@" 2>/dev/null || {
    apt-get update --quiet --quiet
    install "$@"
}
