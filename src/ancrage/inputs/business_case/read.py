"""From the file of a business case to a Case, or to one error that lists what is wrong, line by line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ancrage.domain.errors import AncrageError
from ancrage.inputs.activities import read_activity
from ancrage.inputs.business_case.model import CaseFile, OriginTable, Points
from ancrage.inputs.business_case.problems import place as key_place
from ancrage.inputs.business_case.problems import shape_problems, side_problems
from ancrage.inputs.bytes import Kind
from ancrage.inputs.countries import read_foreign_country
from ancrage.inputs.products import read_product
from ancrage.inputs.reading import Reading
from ancrage.inputs.toml import parse, read_text
from ancrage.inputs.toml_lines import Location
from ancrage.inputs.toml_problems import Problem, refusal, show
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
from ancrage.steps.costs.places import Place, place
from ancrage.warehouse.edition import Edition

KIND = Kind(
    "Le dossier",
    "Créez-en un : ancrage cout --modele --produit 84807100 > dossier.toml",
    "Un dossier tient en quelques pages.",
)
EURO = "EUR"
WHOLE = "le dossier"


def read_case(path: Path, edition: Edition) -> Reading[Case]:
    """Shape first (unknown keys, wrong types), then bounds, countries and currencies, then the nomenclatures.

    The note says which codes and names were read as others. Raises AncrageError: unreadable file, or every problem
    with its line.
    """
    text = read_text(path, KIND)
    content = parse(path, text, KIND)
    if not content:
        raise AncrageError(f"Le dossier {path} est vide.", KIND.new_one)
    try:
        file = CaseFile.model_validate(content)
    except ValidationError as error:
        raise refusal(path, text, shape_problems(error), WHOLE) from error
    places, problems = _problems(file, edition)
    if problems:
        raise refusal(path, text, problems, WHOLE)
    notes = [reading.note for reading in places if reading.note]
    try:
        code = read_product(edition, file.produit.code) if file.produit.code else Reading("")
        activity = read_activity(edition, file.produit.activite) if file.produit.activite else Reading("")
        made = goods(edition, getattr(code.value, "code", ""), getattr(activity.value, "code", ""))
    except AncrageError as error:
        problem = Problem(("produit", "code" if file.produit.code else "activite"), error.message, error.next_step)
        raise refusal(path, text, [problem], WHOLE) from error
    notes = [note for note in (code.note, activity.note, *notes) if note]
    return Reading(_case(path, file, made, [p.value for p in places], edition), " ".join(notes))


def _problems(file: CaseFile, edition: Edition) -> tuple[list[Reading[str]], list[Problem]]:
    """The country of each origin, and what is wrong beyond the shape of the file."""
    places: list[Reading[str]] = []
    found = side_problems("ici", ("ici",), _given(file.ici)) + side_problems("commun", ("commun",), _given(file.commun))
    seen: dict[str, int] = {}
    for at, origin in enumerate(file.ailleurs):
        where: Location = ("ailleurs", at)
        found += side_problems("ailleurs", where, _given(origin))
        if "prix" not in _given(origin):
            found.append(Problem(where, f"{key_place((*where, 'prix'))} manque.", "Donnez le prix départ usine."))
        try:
            places.append(read_foreign_country(edition, origin.pays))
        except AncrageError as error:
            found.append(Problem((*where, "pays"), error.message, error.next_step))
        else:
            iso3 = places[-1].value
            if iso3 in seen:
                said = f"Le pays {show(origin.pays)} est donné deux fois dans [[ailleurs]]."
                found.append(Problem((*where, "pays"), said, "Gardez-en un."))
            seen[iso3] = at
        found += _currency((*where, "devise"), origin.devise, file)
    return places, found + _investment(file)


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


def _case(path: Path, file: CaseFile, made: Goods, places: Sequence[str], edition: Edition) -> Case:
    home = home_side(made, _estimates(_given(file.ici)))
    common = common_values(made, _estimates(_given(file.commun)))
    return Case(
        title=file.titre or file.produit.libelle or made.label,
        goods=made,
        unit=file.produit.unite,
        volume=told(file.produit.volume_par_an, f"{file.produit.unite} par an"),
        unit_kg=told(file.produit.poids_kg, "kg") if file.produit.poids_kg else None,
        home=home,
        origins=tuple(
            _origin(place(edition, iso3), made, origin, home, file)
            for iso3, origin in zip(places, file.ailleurs, strict=True)
        ),
        common=common,
        first_year=file.annee or min(border_years()),
        years=file.duree_ans,
        investment=_invested(file),
        origin_file=path.name,
    )


def _origin(where: Place, made: Goods, origin: OriginTable, home: Side, file: CaseFile) -> Side:
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
