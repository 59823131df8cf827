"""The page of one complete business case: its file, its answer, every hypothesis with its source."""

from pathlib import Path

from ancrage.business_case.document import GIVEN, SwingStudied, case_document
from ancrage.business_case.wording import summary
from ancrage.cli.options import heard
from ancrage.domain.wording import decimal
from ancrage.inputs.business_case import read_case
from ancrage.steps.costs.compare import evaluate
from ancrage.steps.costs.targets import Hypothesis
from ancrage.warehouse.edition import open_edition

INTRO = (
    "Un cas entier : le fichier, la réponse, puis chaque hypothèse avec sa fourchette, sa date et sa source. "
    "Les prix sont ceux d'un exemple. [Le guide](dossier-economique.md) explique comment faire le vôtre.\n"
)


def case_page(path: Path) -> str:
    edition = open_edition()
    result = evaluate(heard(read_case(path, edition)))
    document = case_document(result, edition)
    first = document.origins[0]
    known = document.home_price_known
    return "\n".join(
        [
            "# Un dossier économique complet : des moules dans la Vallée de l'Arve\n",
            INTRO,
            f"## Le fichier\n\n```toml\n{path.read_text(encoding='utf-8').rstrip()}\n```\n",
            f"## La réponse\n\n```text\n{chr(10).join(summary(result))}\n```\n",
            f"## Les hypothèses, face à l'origine « {first.label} »\n",
            "| Hypothèse | Bas | Probable | Haut | Unité | Confiance | Source |",
            "|---|---|---|---|---|---|---|",
            *(_hypothesis(h) for h in first.hypotheses),
            "\n## Comment la réponse bouge avec chaque hypothèse\n",
            "L'écart en coût total quand une hypothèse va de sa borne basse à sa borne haute, les autres à leur "
            "moyenne.\n",
            "| Hypothèse | À la borne basse | À la borne haute | Confiance |",
            "|---|---|---|---|",
            *(_swing(s, known) for s in first.swings),
        ]
    )


def _hypothesis(h: Hypothesis) -> str:
    points = " | ".join(_short(value) for value in (h.low, h.central, h.high))
    origin = ", ".join(words for words in (h.source, h.vintage if h.vintage != GIVEN else "", h.remark) if words)
    return f"| {h.label} | {points} | {h.unit} | {h.confidence} | {origin} |"


def _swing(swing: SwingStudied, known: bool) -> str:
    low, high = (f"{decimal(100 * end)} %" if known else _short(end) for end in (swing.at_low, swing.at_high))
    return f"| {swing.hypothesis.label} | {low} | {high} | {swing.hypothesis.confidence} |"


def _short(value: float) -> str:
    return decimal(value, 0) if abs(value) >= 1000 else f"{value:.3g}".replace(".", ",")
