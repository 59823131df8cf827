"""From the file of a business case to a Case, or to one error that lists what is wrong, line by line."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from ancrage.business_case.model import CaseFile, OriginTable, Points
from ancrage.business_case.problems import place as key_place
from ancrage.business_case.problems import shape_problems, side_problems
from ancrage.domain.errors import AncrageError
from ancrage.files.toml import Kind, parse, read_text
from ancrage.files.toml_lines import Location
from ancrage.files.toml_problems import Problem, refusal, show
from ancrage.reference import read_reference
from ancrage.steps.costs.case import (
    Case,
    Investment,
    Side,
    common_values,
    home_side,
    origin_side,
)
from ancrage.steps.costs.estimates import TOLD, Estimate, border_years, factors, parameter
from ancrage.steps.costs.goods import Goods, goods
from ancrage.steps.costs.places import HOME, countries, place
from ancrage.warehouse.edition import Edition

KIND = Kind(
    "Le dossier",
    "Créez-en un : ancrage cout --modele --produit 84807100 > dossier.toml",
    "Un dossier tient en quelques pages.",
)
EURO = "EUR"
WHOLE = "le dossier"
ALIKE = 70


def read_case(path: Path, edition: Edition) -> Case:
    """Shape first (unknown keys, wrong types), then bounds, countries and currencies, then the nomenclatures.

    Raises AncrageError: unreadable file, or every problem with its line.
    """
    text = read_text(path, KIND)
    content = parse(path, text, KIND)
    if not content:
        raise AncrageError(f"Le dossier {path} est vide.", KIND.new_one)
    try:
        file = CaseFile.model_validate(content)
    except ValidationError as error:
        raise refusal(path, text, shape_problems(error), WHOLE) from error
    if problems := _problems(file):
        raise refusal(path, text, problems, WHOLE)
    try:
        made = goods(edition, file.produit.code, file.produit.activite)
    except AncrageError as error:
        problem = Problem(("produit", "code" if file.produit.code else "activite"), error.message, error.next_step)
        raise refusal(path, text, [problem], WHOLE) from error
    return _case(path, file, made, edition)


def _problems(file: CaseFile) -> list[Problem]:
    found = side_problems("ici", ("ici",), _given(file.ici)) + side_problems("commun", ("commun",), _given(file.commun))
    seen: dict[str, int] = {}
    for at, origin in enumerate(file.ailleurs):
        where: Location = ("ailleurs", at)
        found += side_problems("ailleurs", where, _given(origin))
        if "prix" not in _given(origin):
            found.append(Problem(where, f"{key_place((*where, 'prix'))} manque.", "Donnez le prix départ usine."))
        iso3 = country_code(origin.pays)
        if iso3 is None:
            found.append(_unknown_country((*where, "pays"), origin.pays))
        elif iso3 == HOME:
            found.append(Problem((*where, "pays"), "Une origine [[ailleurs]] est la France.", "Donnez un autre pays."))
        elif iso3 in seen:
            said = f"Le pays {show(origin.pays)} est donné deux fois dans [[ailleurs]]."
            found.append(Problem((*where, "pays"), said, "Gardez-en un."))
        seen[iso3 or ""] = at
        found += _currency((*where, "devise"), origin.devise, file)
    return found + _investment(file)


def _given(table: Any) -> dict[str, Points]:
    return dict(table.model_extra or {})


def _currency(location: Location, currency: str, file: CaseFile) -> list[Problem]:
    if currency == EURO or currency in file.change:
        return []
    said = f"Les montants sont en {currency}, mais le taux de change n'est pas donné."
    return [Problem(location, said, f"Ajoutez [change] et {currency} = [bas, probable, haut] ({currency} pour 1 €).")]


def _investment(file: CaseFile) -> list[Problem]:
    table = file.investissement
    if table is None:
        return []
    checked = {"aide_pct": (table.aide_pct, 100), "actualisation_pct": (table.actualisation_pct, 50)}
    found = []
    for key, (points, most) in checked.items():
        if points and not 0 <= points[0] <= points[2] <= most:
            location: Location = ("investissement", key)
            said = f"{key_place(location)} vaut {show(points[0])} à {show(points[2])}."
            found.append(Problem(location, said, f"Donnez un nombre de 0 à {most} (%)."))
    if file.ici.model_extra is not None and not {"prix", "heures_unite"} & set(file.ici.model_extra):
        said = "[investissement] est donné, mais pas le coût de revient ici."
        found.append(Problem(("investissement",), said, "Donnez « prix » dans [ici], hors amortissement."))
    return found


def country_code(text: str) -> str | None:
    """ISO code of a country given by its code (two or three letters) or its French name; None: not a country."""
    wanted = text.strip().casefold()
    rows = read_reference("pays.csv").select("iso3", "iso2", "libelle").rows()
    return next((row[0] for row in rows if wanted in (str(x).casefold() for x in row)), None)


def _unknown_country(location: Location, text: str) -> Problem:
    names = {label: iso3 for iso3, (label, _) in countries().items()}
    near = process.extract(text[:80], list(names), scorer=fuzz.WRatio, score_cutoff=ALIKE, limit=3)
    hint = " ; ".join(f"{name} ({names[name]})" for name, _, _ in near)
    return Problem(
        location, f"Le pays {show(text)} est inconnu.", f"Vouliez-vous : {hint} ?" if hint else "Donnez son code ISO."
    )


def _case(path: Path, file: CaseFile, made: Goods, edition: Edition) -> Case:
    home = home_side(made, _estimates(_given(file.ici)))
    common = common_values(made, _estimates(_given(file.commun)))
    return Case(
        title=file.titre or file.produit.libelle or made.label,
        goods=made,
        unit=file.produit.unite,
        volume=told(file.produit.volume_par_an, f"{file.produit.unite} par an"),
        unit_kg=told(file.produit.poids_kg, "kg") if file.produit.poids_kg else None,
        home=home,
        origins=tuple(_origin(edition, made, origin, home, file) for origin in file.ailleurs),
        common=common,
        first_year=file.annee or min(border_years()),
        years=file.duree_ans,
        investment=_invested(file),
        origin_file=path.name,
    )


def _origin(edition: Edition, made: Goods, origin: OriginTable, home: Side, file: CaseFile) -> Side:
    where = place(edition, country_code(origin.pays) or "")
    return origin_side(made, where, home, _estimates(_given(origin)) | _rate(origin.devise, file))


def _rate(currency: str, file: CaseFile) -> dict[str, Estimate]:
    return {} if currency == EURO else {"taux": told(file.change[currency], f"{currency} pour 1 €")}


def _invested(file: CaseFile) -> Investment | None:
    table = file.investissement
    if table is None:
        return None
    rate = told(table.actualisation_pct, "% par an") if table.actualisation_pct else parameter("actualisation_pct")
    return Investment(told(table.montant_eur, "€"), told(table.aide_pct, "% de l'investissement"), rate)


def _estimates(given: dict[str, Points]) -> dict[str, Estimate]:
    return {key: told(points, factors()[key].unit) for key, points in given.items()}


def told(points: Points, unit: str) -> Estimate:
    return Estimate(*points, unit, "", "dossier", TOLD)
