#!/usr/bin/env bash
# The tests of the dossier open it in Chromium. Installs it when that is possible; says so when it is not.
set -euo pipefail
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf '%s\n' "Installation de Chromium pour les essais du dossier dans un navigateur…" >&2
    apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null || true
fi
command -v chromium >/dev/null || printf '%s\n' \
    "Chromium est introuvable : les essais du dossier dans un navigateur seront sautés (sous Debian ou Ubuntu : sudo apt-get install chromium)." >&2
