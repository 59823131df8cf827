"""The page of one complete business case: its file, its answer, every hypothesis with its source."""

from pathlib import Path
from typing import Any

from ancrage.business_case.document import case_document
from ancrage.business_case.wording import summary
from ancrage.cli.options import heard
from ancrage.domain.wording import decimal
from ancrage.inputs.business_case import read_case
from ancrage.steps.costs.compare import evaluate
from ancrage.warehouse.edition import open_edition

INTRO = (
    "Un cas entier : le fichier, la réponse, puis chaque hypothèse avec sa fourchette, sa date et sa source. "
    "Les prix sont ceux d'un exemple. [Le guide](dossier-economique.md) explique comment faire le vôtre.\n"
)


def case_page(path: Path) -> str:
    edition = open_edition()
    result = evaluate(heard(read_case(path, edition)))
    document = case_document(result, edition.id)
    first = document["comparaisons"][0]
    known = document["prix_ici_connu"]
    return "\n".join(
        [
            "# Un dossier économique complet : des moules dans la Vallée de l'Arve\n",
            INTRO,
            f"## Le fichier\n\n```toml\n{path.read_text(encoding='utf-8').rstrip()}\n```\n",
            f"## La réponse\n\n```text\n{chr(10).join(summary(result))}\n```\n",
            f"## Les hypothèses, face à l'origine « {first['pays_nom']} »\n",
            "| Hypothèse | Bas | Probable | Haut | Unité | Confiance | Source |",
            "|---|---|---|---|---|---|---|",
            *(_hypothesis(h) for h in first["hypotheses"]),
            "\n## Comment la réponse bouge avec chaque hypothèse\n",
            "L'écart en coût total quand une hypothèse va de sa borne basse à sa borne haute, les autres à leur "
            "moyenne.\n",
            "| Hypothèse | À la borne basse | À la borne haute | Confiance |",
            "|---|---|---|---|",
            *(_swing(s, known) for s in first["sensibilite"]),
        ]
    )


def _hypothesis(h: dict[str, Any]) -> str:
    points = " | ".join(_short(h[key]) for key in ("bas", "central", "haut"))
    said = ", ".join(x for x in (h["source"], h["millesime"] if h["millesime"] != "dossier" else "", h["note"]) if x)
    return f"| {h['libelle']} | {points} | {h['unite']} | {h['statut']} | {said} |"


def _swing(s: dict[str, Any], known: bool) -> str:
    low, high = (f"{decimal(100 * s[end])} %" if known else _short(s[end]) for end in ("au_bas", "au_haut"))
    return f"| {s['libelle']} | {low} | {high} | {s['hypothese']['statut']} |"


def _short(value: float) -> str:
    return decimal(value, 0) if abs(value) >= 1000 else f"{value:.3g}".replace(".", ",")
