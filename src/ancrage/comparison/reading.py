"""What a comparison needs of an `etude.json`, checked once: whatever is missing or malformed is said in a sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ancrage.comparison.split import Scoring
from ancrage.comparison.version1 import VERSION, upgraded
from ancrage.domain.documents import with_rows
from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import listing

AGAIN = "Refaites-la avec « ancrage etude »."
# parts of the strategy that are compared whole: written by people, not weights
DECLARED = ("limites", "objectifs", "horizon")
VERSIONS = ("1", "2")
FAR = 10**9
HUGE = 1e15


@dataclass(frozen=True, eq=False)
class Reading:
    """`place`: level and code; `names`: label of groups and stakes; `declared`: the DECLARED parts present."""

    place: tuple[str, str]
    name: str
    communes: frozenset[str]
    edition: str
    tables: dict[str, set[str]]
    ranks: dict[str, int]
    labels: dict[str, str]
    jobs: dict[str, int]
    names: dict[str, str]
    declared: dict[str, Any]
    scoring: Scoring

    def rank(self, code: str) -> int:
        """Rank, very far when unranked."""
        return self.ranks.get(code, FAR)


@dataclass(frozen=True, slots=True)
class Goal:
    """`value` in `year` (None: not told) on the way to `target` in `target_year`."""

    label: str
    unit: str
    value: float
    target: float
    year: int | None = None
    target_year: int | None = None


def as_rows(study: Any) -> Mapping[str, Any]:
    """The study with the keys of version 2, its tables as lists of rows.

    Raises AncrageError: not a study, another version, a malformed part."""
    if not isinstance(study, Mapping) or "version" not in study or "cibles" not in study:
        raise AncrageError("Ce document n'est pas une étude d'Ancrage (etude.json).", AGAIN)
    if study["version"] not in VERSIONS:
        raise AncrageError(
            f"Cette étude est au format « {str(study['version'])[:40]} », "
            f"ce programme lit les formats {listing(VERSIONS)}.",
            AGAIN,
        )
    from ancrage.study import Study  # its steps are heavy

    with well_formed():
        return upgraded(study) if study["version"] == VERSION else dict(with_rows(Study, dict(study)))


def read(study: Any) -> Reading:
    """What a comparison needs of a study. Raises AncrageError: not a study, another version, a malformed part."""
    rows = as_rows(study)
    with well_formed():
        return _reading(rows)


@contextmanager
def well_formed(otherwise: str = "") -> Iterator[None]:
    """A part of a study that is absent or has another shape is told in a sentence, `otherwise` when it is given."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        shape = "Cette étude est mal formée : une de ses rubriques n'a pas la forme attendue."
        if isinstance(error, KeyError):
            shape = f"Cette étude est incomplète : « {str(error.args[0])[:40]} » y manque."
        raise AncrageError(otherwise or shape, AGAIN) from error


def _reading(study: Mapping[str, Any]) -> Reading:
    place, edition, strategy = study["territoire"], study["edition"], study["strategie"]
    targets = {str(t["activite"]): t for t in study["cibles"]}
    specialisations = study["diagnostic"]["specialisations"]
    tables: dict[str, set[str]] = {}
    vintages: dict[str, set[str]] = {}
    for row in edition["sources"]:
        vintages.setdefault(str(row["code"]), set()).add(str(row["millesime"]))
    for row in edition["tables"]:
        tables[str(row["nom"])] = {vintage for code in row["sources"] for vintage in vintages[str(code)]}
    labels = {str(s["activite"]): str(s["libelle"]) for s in specialisations}
    return Reading(
        place=(str(place["niveau"]), str(place["code"])),
        name=str(place["nom"]),
        communes=frozenset(map(str, place["communes"])),
        edition=str(edition["id"]),
        tables=tables,
        ranks={code: int(_number(t["rang"])) for code, t in targets.items() if t["rang"] is not None},
        labels=labels | {code: str(t["libelle"]) for code, t in targets.items()},
        jobs={str(s["activite"]): int(_number(s["emplois"])) for s in specialisations},
        names={str(g["code"]): str(g["libelle"]) for g in strategy["groupes"]}
        | {str(s["code"]): str(s["hashtag"]) for s in strategy["enjeux"]},
        declared={key: strategy[key] for key in DECLARED if key in strategy},
        scoring=Scoring(
            weights={str(c["code"]): _number(c["poids"]) for c in strategy["criteres"]},
            group={str(c["code"]): str(c["groupe"]) for c in strategy["criteres"]},
            groups={str(g["code"]): _number(g["poids"]) for g in strategy["groupes"]},
            stakes={str(s["code"]): _number(s["part"]) for s in strategy["enjeux"]},
            notes=_criteria(study, "note"),
            values=_criteria(study, "valeur"),
            scores={code: _number(t["score"]) for code, t in targets.items() if t["score"] is not None},
            basis=(str(edition["id"]), sorted(map(str, place["communes"]))),
        ),
    )


def _number(x: Any) -> float:
    """A number of a study: notes, weights and jobs are all far below HUGE."""
    if isinstance(x, bool) or not isinstance(x, int | float) or not abs(x) < HUGE:
        raise ValueError(f"{x} n'est pas un nombre d'étude.")
    return float(x)


def _criteria(study: Mapping[str, Any], key: str) -> dict[str, dict[str, float | None]]:
    """Values or notes of the criteria of each target."""
    rows = [(row["activite"], row[f"{key}s"]) for row in study["criteres"]]
    known = {str(code): {str(c): None if x is None else _number(x) for c, x in by.items()} for code, by in rows}
    if any(str(t["activite"]) not in known for t in study["cibles"]):
        raise KeyError("criteres")
    return known


def _value(row: Mapping[str, Any]) -> Any:
    return row["valeur"] if row.get("valeur") is not None else row.get("depart")


def goals_of(study: Mapping[str, Any]) -> dict[str, Goal]:
    """Goals by indicator: the value measured, else the one the strategy starts from; none when it follows none."""
    rows = study["strategie"].get("objectifs") or []
    with well_formed("Les objectifs de cette étude sont mal formés."):
        return {
            str(row["indicateur"]): Goal(
                str(row.get("libelle") or row["indicateur"]),
                str(row.get("unite") or ""),
                _number(_value(row)),
                _number(row["cible"]),
                *(None if (y := row.get(key)) is None else int(_number(y)) for key in ("annee_depart", "annee")),
            )
            for row in rows
            if _value(row) is not None and row.get("cible") is not None
        }
