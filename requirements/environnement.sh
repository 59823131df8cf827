#!/usr/bin/env bash
# Makes .venv and installs the locked requirements: `environnement.sh run` for a study, `environnement.sh dev` for the tests.
set -euo pipefail
cd "$(dirname "$0")/.."
lock="requirements/$1.txt"

say() { printf '%s\n' "$*" >&2; }
stop() { say "Erreur : $1"; say "$2"; exit 2; }
is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
make_venv() { "$python" -m venv .venv >/dev/null 2>&1; }

python=""
for candidate in "${PYTHON:-python3}" python3.11 python3.12 python3.13 python3.14; do
    if is_recent "$candidate"; then python="$candidate"; break; fi
done
[ -n "$python" ] || stop "Ancrage demande Python 3.11 ou plus récent, introuvable ici." \
    "Installez-le (sous Debian ou Ubuntu : apt-get install python3), ou indiquez-le : make etude PYTHON=/chemin/vers/python3."

if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    say "Création de l'environnement Python dans .venv…"
    rm -rf .venv
    if ! make_venv; then
        rm -rf .venv
        # Debian ships the module venv apart
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            say "Le module venv manque : installation du paquet python3-venv…"
            apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >&2 || true
        fi
        make_venv || { rm -rf .venv; stop "l'environnement .venv ne se crée pas : le module venv de Python manque." \
            "Installez-le (sous Debian ou Ubuntu : sudo apt-get install python3-venv), puis relancez la commande."; }
    fi
fi

say "Installation des bibliothèques de $lock (une seule fois ; une à deux minutes selon le réseau)…"
pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet)
"${pip[@]}" install --require-hashes -r "$lock" || stop "les bibliothèques de $lock ne s'installent pas." \
    "Vérifiez l'accès à l'index des paquets Python, puis relancez la commande."
"${pip[@]}" install --no-deps --no-build-isolation --editable . || stop "le paquet ancrage ne s'installe pas dans .venv." \
    "Supprimez le dossier .venv, puis relancez la commande."
