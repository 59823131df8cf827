"""From what a person types of a country to its ISO code."""

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP
from ancrage.inputs.communes import show
from ancrage.inputs.reading import Reading
from ancrage.reference import read_reference
from ancrage.warehouse.edition import Edition, derived
from ancrage.warehouse.territories import ARTICLES, normalise

HOME = "FRA"
NEAREST, ALIKE = 3, 60
DEPARTEMENTS = ("971", "972", "973", "974", "976")  # overseas, in the Union


def read_country(edition: Edition, text: str) -> Reading[str]:
    """ISO 3166-1 alpha-3 code of a country, by its code (two or three letters) or a usual name; accents, hyphens and
    articles do not count. Raises AncrageError with the nearest names."""
    names, codes = _names(edition), _codes(edition)
    asked = _key(text)
    code = text.strip().upper()
    if code in codes:
        return Reading(codes[code])
    bearers = names.get(asked, set())
    if len(bearers) == 1:
        return Reading(next(iter(bearers)))
    labels = dict(edition.table("countries").select("iso3", "label").iter_rows())
    if bearers:
        lines = " ; ".join(f"{labels[iso3]} ({iso3})" for iso3 in sorted(bearers))
        raise AncrageError(f"« {show(text)} » désigne plusieurs pays.", f"Donnez le code de l'un d'eux{NBSP}: {lines}.")
    from rapidfuzz import fuzz, process  # only errors need it

    close = (
        process.extract(asked, list(names), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=2 * NEAREST) if asked else []
    )
    near = list(dict.fromkeys(iso3 for name, _, _ in close for iso3 in sorted(names[name])))[:NEAREST]
    hint = " ou ".join(f"{labels[iso3]} ({iso3})" for iso3 in near)
    raise AncrageError(
        f"Le pays « {show(text)} » est inconnu.",
        f"Vouliez-vous {hint}{NBSP}?" if hint else "Donnez son code ISO (CHN) ou son nom (Chine).",
    )


def read_foreign_country(edition: Edition, text: str) -> Reading[str]:
    """The same, for an origin of imports: France and its overseas départements are refused, with the reason."""
    reading = read_country(edition, text)
    if reading.value == HOME:
        raise AncrageError("La France n'est pas un pays étranger.", "Donnez le pays d'où vient le produit.")
    facts = dict(edition.table("country_facts").select("iso3", "overseas").iter_rows())
    if facts.get(reading.value) in DEPARTEMENTS:
        label = dict(edition.table("countries").select("iso3", "label").iter_rows())[reading.value]
        raise AncrageError(
            f"{label} ({reading.value}) est un département français, pas un pays étranger.",
            "Ses produits ne paient ni droit de douane ni MACF. Donnez le pays d'où vient le produit.",
        )
    return reading


def _key(text: str) -> str:
    """« L'Italie », « Etats-Unis », « VIET NAM » and « Viêt Nam » without what does not count."""
    words = normalise(text.replace("(", " ").replace(")", " ")).split()
    while len(words) > 1 and words[0] in ARTICLES:
        words = words[1:]
    return "".join(words)


@derived
def _codes(edition: Edition) -> dict[str, str]:
    rows = edition.table("countries").select("iso3", "iso2").rows()
    return {code: iso3 for iso3, iso2 in rows for code in (iso2, iso3)}


@derived
def _names(edition: Edition) -> dict[str, set[str]]:
    """Codes by the key of every name. The usual French name wins over a name that another country also has."""
    names: dict[str, set[str]] = {}
    for iso3, known in edition.table("country_facts").select("iso3", "names").iter_rows():
        for name in known.split("|"):
            names.setdefault(_key(name), set()).add(iso3)
    chosen = [
        *edition.table("countries").select("iso3", "label").iter_rows(),
        *read_reference("synonymes_pays.csv").iter_rows(),
    ]
    for iso3, name in chosen:
        names[_key(name)] = {iso3}
    return names
