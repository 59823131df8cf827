#!/usr/bin/env bash
# The tests of the store run on a PostgreSQL that they start themselves. Installs its programs when it can; says so when it cannot.
set -euo pipefail
has_postgresql() {
    command -v initdb >/dev/null && return 0
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin; do
        [ -x "$folder/initdb" ] && return 0
    done
    return 1
}

has_postgresql && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf '%s\n' "Installation de PostgreSQL pour les essais du carnet…" >&2
    apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null || true
fi
has_postgresql || printf '%s\n' \
    "PostgreSQL est introuvable : les essais du carnet d'équipe seront sautés (sous Debian ou Ubuntu : sudo apt-get install postgresql)." >&2
