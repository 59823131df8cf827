#!/usr/bin/env bash
# The tests of the dossier open it in Chromium. Installs what that needs when it can; says so when it cannot.
set -euo pipefail
has_browser() {
    for name in "${ANCRAGE_CHROMIUM:-chromium}" chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return 0
    done
    return 1
}
# the driver of the tests is linked to libatomic, which a bare Debian lacks
has_driver_library() { ! command -v ldconfig >/dev/null || ldconfig -p | grep -q 'libatomic\.so\.1'; }

has_browser && has_driver_library && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    printf '%s\n' "Installation de Chromium pour les essais du dossier dans un navigateur…" >&2
    apt-get update -qq >&2 || true
    packages=(libatomic1)
    has_browser || packages+=(chromium fonts-dejavu-core)
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null || true
fi
has_browser && has_driver_library || printf '%s\n' \
    "Chromium ou libatomic1 est introuvable : les essais du dossier dans un navigateur seront sautés (sous Debian ou Ubuntu : sudo apt-get install chromium libatomic1)." >&2
