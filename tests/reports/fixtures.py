"""Two studies as `Study.as_dict` gives them: a dense industrial valley (firm names replaced), and a place with
one establishment overseas."""

import copy
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def dense() -> dict[str, Any]:
    return json.loads((HERE / "fixture_study.json").read_text(encoding="utf-8"))


def tiny() -> dict[str, Any]:
    return json.loads((HERE / "fixture_tiny.json").read_text(encoding="utf-8"))


def empty() -> dict[str, Any]:
    """The tiny study with nothing left that a study may lack."""
    study = copy.deepcopy(tiny())
    study["territoire"].update(population=None, emplois_registre=0, etablissements_registre=0)
    diagnosis = study["diagnostic"]
    for name, value in diagnosis.items():
        if isinstance(value, list) and name != "resume":
            diagnosis[name] = []
    shares = dict.fromkeys(("part_premier", "part_trois_premiers", "part_dix_premiers", "hhi"))
    diagnosis["dependance_employeurs"].update(shares, etablissements=0, employeurs=0, principaux=[])
    for target in study["cibles"]:
        target.update(emplois_ici=None, etablissements_ici=None, raisons=[], produits=[], enjeux=[])
        target["groupes"]["ancrage"] = None
        target["acceptabilite"] = {"top5": None, "top10": None}
        for found in target["criteres"].values():
            found.update(valeur=None, note=None, statut="absent")
    study["acteurs"] = []
    study["carte"] = {"contours": [], "etablissements": []}
    return study


HOSTILE = {
    "script": "<script>alert(1)</script>",
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+33 ACIERS",
    "at": "@SUM(A1)",
    "link": 'https://exemple.invalid/a?b=1&c="2"',
}


def hostile() -> dict[str, Any]:
    """The dense study with names nobody should give to a firm or a place."""
    study = copy.deepcopy(dense())
    study["territoire"]["nom"] = HOSTILE["script"]
    for actor, name in zip(study["acteurs"], HOSTILE.values(), strict=False):
        actor["nom"] = name
    study["acteurs"][0]["commune_nom"] = HOSTILE["script"]
    study["diagnostic"]["dependance_employeurs"]["principaux"][0]["nom"] = HOSTILE["formula"]
    study["diagnostic"]["specialisations"][0]["libelle"] = HOSTILE["script"]
    study["cibles"][0]["libelle"] = '"><img src=x onerror=alert(1)>'
    study["cibles"][0]["raisons"][0] = HOSTILE["script"]
    study["carte"]["contours"][0]["nom"] = HOSTILE["script"]
    return study
