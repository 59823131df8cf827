"""Studies as `etude.json` holds them, made once a session from the embedded edition: a dense industrial valley, the
same with the limits, goals and notes of `strategie.toml`, and a place with one establishment overseas."""

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ancrage.domain.documents import plain, read
from ancrage.domain.knowledge import Knowledge, OwnSite
from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy import default_strategy, load_strategy
from ancrage.inputs.territories import read_territory
from ancrage.study import NOTHING, Study, run_study
from ancrage.warehouse.edition import open_edition

HERE = Path(__file__).parent

# a territory's own list, with what no spreadsheet must run
OWN = (
    OwnSite("ZAC de l'Exemple", "74081", 6.58, 46.06, 3.5, 4.0, None, "UX", False, "immédiate", "sites.csv", None),
    OwnSite("-2+3 <b>Terrain</b>", "74081", None, None, None, 0.01, None, None, None, None, "sites.csv", "=1+1"),
)


def typed(study: dict[str, Any]) -> Study:
    """The study that a document holds."""
    return read(Study, msgspec.json.encode(study))


def _text(place: str, first: int, strategy: Strategy, knowledge: Knowledge = NOTHING) -> str:
    edition = open_edition()
    study = run_study(edition, read_territory(edition, place).value, strategy, knowledge)
    return json.dumps(shortened(plain(study), first))


def shortened(found: dict[str, Any], first: int) -> dict[str, Any]:
    rows = found["cibles"]
    apart = [row for row in rows[first:-1] if row["ecartee"]][:2]
    found["cibles"] = [*rows[:first], *apart, rows[-1]]
    for row in found["cibles"]:
        row["produits"] = row["produits"][:4]
        if row["vulnerabilite"]:
            row["vulnerabilite"]["produits"] = row["vulnerabilite"]["produits"][:1]
            row["vulnerabilite"]["listes"] = row["vulnerabilite"]["listes"][:1]
    kept = {row["activite"] for row in found["cibles"]}
    found["acteurs"] = [actor for actor in found["acteurs"] if actor["cible"] in kept]
    places = [row for row in found["sites"]["par_cible"] if row["cible"] in kept]
    found["sites"]["par_cible"] = places
    ceiling = found["sites"]["foncier"]
    ceiling["cibles"] = [row for row in ceiling["cibles"] if row["cible"] in kept]
    cited = {case for row in found["cibles"] if row["cas"] for case in row["cas"]["cas"]}
    found["cas"]["liste"] = [case for case in found["cas"]["liste"] if case["id"] in cited]
    found["criteres"] = [row for row in found["criteres"] if row["activite"] in kept]
    found["robustesse"]["arbitrage"] = [row for row in found["robustesse"]["arbitrage"] if row["activite"] in kept]
    return found


@cache
def _dense() -> str:
    return _text("zone_emploi:8414", 12, default_strategy())


@cache
def _tiny() -> str:
    return _text("epci:249730052", 2, default_strategy())


@cache
def _chosen() -> str:
    return _text("zone_emploi:8414", 7, load_strategy(HERE / "strategie.toml"), Knowledge(sites=OWN))


def dense() -> dict[str, Any]:
    return json.loads(_dense())


def tiny() -> dict[str, Any]:
    return json.loads(_tiny())


def chosen() -> dict[str, Any]:
    return json.loads(_chosen())


def impossible() -> dict[str, Any]:
    """The study with limits, when no set of projects holds within them."""
    study = chosen()
    said = "Aucun choix ne respecte toutes les limites ; il suffirait d'en lever une : la limite de foncier (1 ha)."
    study["portefeuille"].update(
        projets=[], limites=[], autres=[], marges=[], valeur=0.0, emplois=0.0, impossible=said, phrase=said
    )
    return study


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
        target.update(besoins=None, vulnerabilite=None, robustesse=None, cas=None)
        target["groupes"]["ancrage"] = None
    for row in study["criteres"]:
        row.update(valeurs=dict.fromkeys(row["valeurs"]), notes=dict.fromkeys(row["notes"]))
    study["robustesse"].update(phrases=[], scenarios=[], arbitrage=[])
    study["acteurs"] = []
    study["cas"]["liste"] = []
    study["impact"].update(cibles=[], portefeuille=None, limites=[])
    study["plan"].update(actions=[], reserve=[], premiers_gestes=[])
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
    study["impact"]["cibles"][0].update(libelle=HOSTILE["script"], phrase=HOSTILE["formula"])
    study["impact"]["cibles"][0]["cercles"][0]["nom"] = HOSTILE["formula"]
    study["carte"]["contours"][0]["nom"] = HOSTILE["script"]
    study["cas"]["liste"][0].update(entreprise=HOSTILE["formula"], produit=HOSTILE["script"], remarque=HOSTILE["at"])
    study["cas"]["liste"][0]["sources"] = [HOSTILE["link"], "javascript:alert(1)"]
    study["plan"]["actions"][0].update(titre=HOSTILE["formula"], pilote=HOSTILE["script"], commentaire=HOSTILE["link"])
    study["plan"]["actions"][0]["autres"] = {HOSTILE["formula"]: HOSTILE["script"]}
    study["plan"]["premiers_gestes"][0]["titre"] = HOSTILE["script"]
    return study


def hostile_wishes() -> dict[str, Any]:
    """The study with limits, whose strategy file and sentences try to be obeyed."""
    study = chosen()
    wishes = study["strategie"]
    wishes["notes"] = f"{HOSTILE['script']}\n{HOSTILE['formula']}"
    wishes["objectifs"][0].update(libelle=HOSTILE["formula"], unite=HOSTILE["script"])
    wishes["objectifs"][1].update(libelle=HOSTILE["script"], indicateur=HOSTILE["plus"])
    wishes["avertissements"] = [HOSTILE["script"], HOSTILE["at"]]
    study["robustesse"]["phrases"] = [HOSTILE["formula"], HOSTILE["script"]]
    study["portefeuille"]["phrase"] = HOSTILE["script"]
    study["portefeuille"]["projets"][0]["libelle"] = HOSTILE["formula"]
    for target in study["cibles"]:
        for verdict in target["limites"]:
            verdict["phrase"] = HOSTILE["script"]
        if target["robustesse"]:
            target["robustesse"]["phrases"] = [HOSTILE["script"]]
        if target["vulnerabilite"]:
            target["vulnerabilite"].update(phrase=HOSTILE["formula"], reserve=HOSTILE["script"])
    return study
