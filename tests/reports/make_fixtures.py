"""Write the fixtures anew from the embedded edition: `python -m tests.reports.make_fixtures` (with `src` on the path).

Kept short: the first targets and the last, those that limits set apart, one product each; the names and numbers of
firms are replaced.
"""

import json
import re
from pathlib import Path
from typing import Any

from ancrage.domain.knowledge import Knowledge, OwnSite
from ancrage.domain.strategy import Strategy
from ancrage.inputs.strategy import default_strategy, load_strategy
from ancrage.inputs.territories import read_territory
from ancrage.reports.json import write_json
from ancrage.study import NOTHING, run_study
from ancrage.warehouse.edition import open_edition

HERE = Path(__file__).parent
# what a strategy with limits changes: laid over the dense study
CHOSEN = (
    "strategie", "cibles", "robustesse", "portefeuille", "acteurs", "cas", "impact", "sites", "plan", "limites",
)  # fmt: skip
POINTS = 60


# a territory's own list, with what no spreadsheet must run
OWN = (
    OwnSite("ZAC de l'Exemple", "74081", 6.58, 46.06, 3.5, 4.0, None, "UX", False, "immédiate", "sites.csv", None),
    OwnSite("-2+3 <b>Terrain</b>", "74081", None, None, None, 0.01, None, None, None, None, "sites.csv", "=1+1"),
)


def study(place: str, strategy: Strategy, told: Knowledge = NOTHING) -> dict[str, Any]:
    edition = open_edition()
    return json.loads(write_json(run_study(edition, read_territory(edition, place).value, strategy, told).as_dict()))


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
    found["robustesse"]["arbitrage"] = found["robustesse"]["arbitrage"][:POINTS]
    return found


def anonymous(found: dict[str, Any]) -> dict[str, Any]:
    firms = [*found["acteurs"], *found["diagnostic"]["dependance_employeurs"]["principaux"]]
    sirens = list(dict.fromkeys((firm.get("siret") or firm["siren"])[:9] for firm in firms))
    names = list(dict.fromkeys(firm["nom"] for firm in firms if firm["nom"]))
    text = json.dumps(found, ensure_ascii=False)
    for number, name in sorted(enumerate(names, start=1), key=lambda row: -len(row[1])):
        text = text.replace(json.dumps(name, ensure_ascii=False)[1:-1], f"Société exemple {number}")
    for number, siren in enumerate(sirens, start=1):
        text = re.sub(rf"\b{siren}(?=\d{{5}}\b|\b)", f"{number:09d}", text)
    return json.loads(text)


def write(name: str, found: dict[str, Any]) -> None:
    (HERE / f"fixture_{name}.json").write_text(write_json(found), encoding="utf-8")


if __name__ == "__main__":
    dense = study("zone_emploi:8414", default_strategy())
    write("study", anonymous(shortened(dense, 12)))
    write("tiny", anonymous(shortened(study("epci:249730052", default_strategy()), 2)))
    chosen = anonymous(
        shortened(study("zone_emploi:8414", load_strategy(HERE / "strategie.toml"), Knowledge(sites=OWN)), 7)
    )
    chosen["strategie"]["origine"] = "strategie.toml"
    chosen["strategie"]["phrase"] = "Poids lus dans strategie.toml."
    write("chosen", {key: chosen[key] for key in CHOSEN})
