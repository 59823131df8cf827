"""The part `couts` of `etude.json`."""

from typing import TYPE_CHECKING, Any

from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.steps.costs.components import GROUPS
from ancrage.steps.costs.estimates import AGREED, READ, TO_CHECK
from ancrage.steps.costs.spread import Spread
from ancrage.steps.costs.targets import Bearable, Hypothesis

if TYPE_CHECKING:
    from ancrage.study import Study

SHARE = "part (0-1)"
STATUSES = {READ: "lu dans sa source", TO_CHECK: "à vérifier", AGREED: "convention"}
EST, PUB = Status.ESTIMATED, Status.PUBLISHED
# tables this part reads beside those of the others; rows of `study.measures`: (path, label, unit, tables, status)
TABLES: tuple[str, ...] = ("supplier_shares",)
FROM = ("trade_product:customs_duties", "branch_coefficients:base_carbone")
_GAP = "Écart de prix départ usine que la cible supporte"
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("couts.tirages", "Tirages des hypothèses", "tirages", (), EST),
    ("couts.cibles.rang", "Rang de la cible", "rang", (), EST),
    ("couts.cibles.origines.part_importations", "Part du pays dans les importations du poste", SHARE,
     ("supplier_shares",), EST),
    ("couts.cibles.origines.ecart_supportable.bas", f"{_GAP}, dépassé 9 fois sur 10", SHARE, FROM, EST),
    ("couts.cibles.origines.ecart_supportable.median", f"{_GAP}, médiane", SHARE, FROM, EST),
    ("couts.cibles.origines.ecart_supportable.haut", f"{_GAP}, dépassé 1 fois sur 10", SHARE, FROM, EST),
    ("couts.cibles.origines.ecart_moyen", f"{_GAP}, hypothèses moyennes", SHARE, FROM, EST),
    ("couts.cibles.origines.part_certaine", f"{_GAP}, dont coûts certains", SHARE, FROM, EST),
    *((f"couts.cibles.origines.parts.{code}", f"{_GAP}, dont {label.lower()}", SHARE, FROM, EST)
      for code, label in GROUPS.items() if code != "prix"),
    ("couts.cibles.origines.droit_pct", "Droit de douane de l'UE retenu", "% de la valeur en douane",
     ("trade_product:customs_duties",), EST),
)  # fmt: skip


def document(study: "Study") -> dict[str, Any]:
    costs = study.costs
    return {
        "statut": EST.value,
        "phrase": costs.sentence,
        "tirages": costs.draws,
        "cibles": [
            {
                "rang": target.rank,
                "activite": target.activity,
                "libelle": target.label,
                "s_applique": target.applies,
                "famille": target.family or None,
                "phrase": target.sentence,
                "origines": [_origin(origin) for origin in target.origins],
            }
            for target in costs.targets
        ],
        "hypotheses": [_hypothesis(found) for found in costs.hypotheses],
    }


def _origin(found: Bearable) -> dict[str, Any]:
    return {
        "pays": found.origin.iso3,
        "pays_nom": found.origin.label,
        "part_importations": rounded(found.share),
        "ecart_supportable": _spread(found.gap),
        "ecart_moyen": rounded(found.mean),
        "part_certaine": rounded(found.firm),
        "parts": {group: rounded(value) for group, value in found.parts.items()},
        "droit_pct": rounded(found.duty_pct),
        "droit_note": found.duty_note,
        "macf": found.border,
        "facteurs": list(found.drivers),
        "phrase": found.sentence,
    }


def _hypothesis(found: Hypothesis) -> dict[str, Any]:
    """It describes itself."""
    value = found.estimate
    return {
        "cle": found.key,
        "libelle": found.label,
        "ou": found.where,
        "bas": rounded(value.low),
        "central": rounded(value.central),
        "haut": rounded(value.high),
        "unite": value.unit,
        "millesime": value.date,
        "source": value.source,
        "statut": STATUSES[value.confidence],
        "note": value.note,
    }


def _spread(found: Spread) -> dict[str, float]:
    return {"bas": rounded(found.low), "median": rounded(found.median), "haut": rounded(found.high)}
