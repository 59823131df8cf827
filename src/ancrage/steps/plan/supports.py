"""Public supports that may fund an action here: what can be checked is, the rest is said to be checked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from urllib.parse import urlparse

from ancrage.domain.wording import listing
from ancrage.reference import read_reference
from ancrage.steps.local import Local

CLOSED, OPEN = "fermé", "ouvert"
YES, TO_CHECK = "critère rempli", "à vérifier"
READ = "S"
MONTH, DAY = 7, 10  # characters of « 2026-12 » and of « 2026-12-15 »


@dataclass(frozen=True, slots=True)
class Support:
    """A support not ruled out. `verdict`: YES when a criterion that data can check holds, TO_CHECK otherwise;
    `sentence` says what was checked and what was not; dates and ceilings as published."""

    code: str
    name: str
    body: str
    kind: str
    rule: str
    ceiling: str
    rate: str
    status: str
    opens: str
    closes: str
    verdict: str
    sentence: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class _Criterion:
    kind: str
    values: tuple[str, ...]


@cache
def _criteria() -> dict[str, tuple[_Criterion, ...]]:
    found: dict[str, tuple[_Criterion, ...]] = {}
    for row in read_reference("aides_criteres.csv").iter_rows(named=True):
        found[row["aide"]] = (
            *found.get(row["aide"], ()),
            _Criterion(row["critere"], tuple(row["valeurs"].split(";"))),
        )
    return found


@cache
def _rows() -> dict[str, dict[str, str]]:
    return {r["code"]: r for r in read_reference("aides.csv").fill_null("").iter_rows(named=True)}


def supports(local: Local, codes: tuple[str, ...], activity: str, start: str) -> tuple[Support, ...]:
    """Those of `codes` that nothing rules out. `activity`: class of the subject, empty when it has none; `start`:
    first month of the action, « 2027-01 », empty in a plan without a date. What is over on the day of the edition is
    out."""
    rows = _rows()
    found = [_support(local, rows[code], activity, start) for code in codes]
    return tuple(s for s in found if s is not None)


def _support(local: Local, row: dict[str, str], activity: str, start: str) -> Support | None:
    if is_over(row, local.edition.day) or (start and row["date_fin"] and last_day(row["date_fin"])[:MONTH] < start):
        return None
    held: list[str] = []
    for criterion in _criteria().get(row["code"], ()):
        verdict = CHECKS[criterion.kind](local, activity, criterion.values)
        if verdict is None:
            continue
        holds, words = verdict
        if not holds:
            return None
        held.append(words)
    doubt = [] if row["confiance"] == READ and row["statut"] == OPEN else ["ouverture à vérifier"]
    if row["date_fin"] and not start:
        doubt.append(f"se termine en {row['date_fin'][:4]}, à comparer à votre date de début")
    known = f"{listing(held)} ; " if held else ""
    rest = f"reste à vérifier : {row['regle_eligibilite'] or 'ses conditions'}"
    return Support(
        code=row["code"],
        name=row["nom"],
        body=row["organisme"],
        kind=row["nature"],
        rule=row["regle_eligibilite"],
        ceiling=row["plafond_eur"],
        rate=row["taux_pct"],
        status=row["statut"],
        opens=row["date_debut"],
        closes=row["date_fin"],
        verdict=YES if held else TO_CHECK,
        sentence=f"{known}{' ; '.join([*doubt, _plain(rest, row)])}.",
        source=_first_source(row["source"]),
        confidence=row["confiance"],
    )


def _plain(rest: str, row: dict[str, str]) -> str:
    """A rule written for machines is not read aloud: who it is for is."""
    if re.search(r"[=<>&{}_]|\bin\b", row["regle_eligibilite"]):
        return f"réservée à : {row['beneficiaire']}, conditions à vérifier"
    return rest


def _first_source(text: str) -> str:
    first = text.split(" ; ", maxsplit=1)[0]
    return urlparse(first).netloc.removeprefix("www.") or first


def is_over(row: dict[str, str], on: date) -> bool:
    """Whether a support is closed on that day: said so, or past its last day, whatever its status says."""
    return row["statut"].startswith(CLOSED) or bool(row["date_fin"] and last_day(row["date_fin"]) < on.isoformat())


def last_day(text: str) -> str:
    """« 2027 » ends on « 2027-12-31 », « 2026-12 » on « 2026-12-31 »: texts that compare as dates do."""
    return text if len(text) == DAY else f"{text}-31" if len(text) == MONTH else f"{text}-12-31"


Checked = tuple[bool, str] | None


def _in_industry_territory(local: Local, activity: str, values: tuple[str, ...]) -> Checked:
    inside = local.of_industry
    if not any(inside):
        return False, ""
    part = "territoire labellisé" if all(inside) else "territoire labellisé en partie"
    return True, f"{part} Territoires d'industrie"


def _in_region(local: Local, activity: str, values: tuple[str, ...]) -> Checked:
    here = local.regions
    return bool(here & set(values)), "région concernée" if len(here) == 1 else "région concernée en partie"


def _in_departement(local: Local, activity: str, values: tuple[str, ...]) -> Checked:
    here = set(local.communes["departement"])
    return bool(here & set(values)), "département concerné" if len(here) == 1 else "département concerné en partie"


def _makes(local: Local, activity: str, values: tuple[str, ...]) -> Checked:
    return (activity.startswith(values), f"activité {activity} concernée") if activity else None


CHECKS: dict[str, Callable[[Local, str, tuple[str, ...]], Checked]] = {
    "territoire_industrie": _in_industry_territory,
    "region": _in_region,
    "departement": _in_departement,
    "naf": _makes,
}
