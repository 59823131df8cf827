"""The national context: the weight of manufacturing in the economy, and what the published counts of returns say."""

from typing import Annotated

import polars as pl

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import SHARE, YEAR
from ancrage.domain.wording import NBSP, listing, percent
from ancrage.reference import read_reference
from ancrage.warehouse.edition import Edition, derived

WEIGHT = "manufacturing_weight"
FRANCE = "FRA"
SHOWN = ("iso3", "label", "year", "manufacturing_share", "manufacturing_gdp_share", "industry_share")
QUOTED = "part_industrie_pib"


class CountryYear(Record):
    """What manufacturing weighs in the economy of a country, a year, at the prices of that year."""

    country: Annotated[str, text("Pays (code)", kind="code", repeats=True)] = field(name="pays")
    label: Annotated[str, text("Pays", repeats=True)] = field(name="libelle")
    year: Annotated[int, number("Année", YEAR, of=(WEIGHT,), status=Status.PUBLISHED)] = field(name="annee")
    manufacturing_share: Annotated[
        float,
        number(
            "Industrie manufacturière dans la valeur ajoutée", SHARE, of=(WEIGHT,), head="Manufacture / valeur ajoutée"
        ),
    ] = field(name="part_valeur_ajoutee")
    manufacturing_gdp_share: Annotated[
        float, number("Industrie manufacturière dans le PIB", SHARE, of=(WEIGHT,), head="Manufacture / PIB")
    ] = field(name="part_pib")
    industry_share: Annotated[
        float,
        number(
            "Industrie avec mines, énergie, eau et déchets dans la valeur ajoutée", SHARE, of=(WEIGHT,),
            head="Industrie avec énergie / valeur ajoutée",
        ),
    ] = field(name="part_industrie_energie")  # fmt: skip


class Quotation(Record):
    """A sentence of somebody else, and the years it speaks of."""

    quote: Annotated[str, text("Citation", kind="prose")] = field(name="texte")
    author: Annotated[str, text("Auteur")] = field(name="auteur")
    address: Annotated[str, text("Adresse")] = field(name="adresse")
    first_year: Annotated[int, number("Première année citée", YEAR, status=Status.PUBLISHED)] = field(
        name="premiere_annee"
    )
    last_year: Annotated[int, number("Dernière année citée", YEAR, status=Status.PUBLISHED)] = field(
        name="derniere_annee"
    )


class PublishedCount(Record):
    """A published count of returns to France: a row that describes its own numbers. `low` = `high`: one number."""

    label: Annotated[str, text("Ce qui est compté")] = field(name="libelle")
    low: Annotated[float, text("Nombre, au moins", kind="number")] = field(name="bas")
    high: Annotated[float, text("Nombre, au plus", kind="number")] = field(name="haut")
    unit: Annotated[str, text("Unité")] = field(name="unite")
    vintage: Annotated[str, text("Période")] = field(name="millesime")
    source: Annotated[str, text("Lu à cette adresse")]
    status: Annotated[str, text("Statut")] = field(name="statut")


class Context(Record):
    """National facts around a study: they are the same for every territory."""

    series: Annotated[
        tuple[CountryYear, ...], text("Poids de l'industrie manufacturière, par pays et par année", in_columns=True)
    ]
    marks: Annotated[tuple[CountryYear, ...], text("Les années citées et la dernière", in_columns=True)] = field(
        name="reperes"
    )
    quotation: Annotated[Quotation, text("La phrase dont part ce programme")] = field(name="citation")
    sentences: Annotated[tuple[str, ...], text("Ce que disent les séries", kind="prose")] = field(name="phrases")
    counts: Annotated[tuple[PublishedCount, ...], text("Comptes publiés de relocalisations")] = field(name="comptes")
    reading: Annotated[tuple[str, ...], text("Ce que ces comptes disent, et ne disent pas", kind="prose")] = field(
        name="lecture"
    )


@derived
def context(edition: Edition) -> Context:
    rows = edition.table(WEIGHT).sort("iso3", "year")
    quotation = _quotation()
    years = sorted({quotation.first_year, quotation.last_year, int(rows["year"].max())})  # type: ignore[arg-type]
    series = tuple(CountryYear(*row) for row in rows.select(SHOWN).iter_rows())
    marks = tuple(
        sorted((row for row in series if row.year in years), key=lambda r: (r.country != FRANCE, r.country, r.year))
    )
    counts = published_counts()
    return Context(
        series=series,
        marks=marks,
        quotation=quotation,
        sentences=_sentences(marks, quotation, years[-1]),
        counts=counts,
        reading=READING,
    )


def _quotation() -> Quotation:
    row = read_reference("citations.csv").row(by_predicate=pl.col("cle") == QUOTED, named=True)
    return Quotation(
        row["texte"], row["auteur"], row["adresse"], int(row["premiere_annee"]), int(row["derniere_annee"])
    )


def published_counts() -> tuple[PublishedCount, ...]:
    """Those of the authored base that were read at their address, latest first."""
    values = read_reference("seuils_parametres.csv").filter(confiance="S")
    rows = read_reference("comptes_relocalisations.csv").join(values, on="cle", suffix="_base")
    return tuple(
        PublishedCount(
            label=row["libelle"],
            low=_ends(row["valeur"])[0],
            high=_ends(row["valeur"])[1],
            unit=row["unite"],
            vintage=row["date"],
            source=row["source"],
            status=Status.PUBLISHED.value,
        )
        for row in rows.sort(["date", "cle"], descending=[True, False]).iter_rows(named=True)
    )


def _ends(value: str) -> tuple[float, float]:
    """ "87-90" -> (87, 90), "51" -> (51, 51), "-63" -> (-63, -63)."""
    first, dash, last = value[1:].partition("-")
    low = float(value[0] + first)
    return (low, float(last)) if dash else (low, low)


READING = (
    "Ces comptes recensent des annonces repérées dans la presse ou par l'État : quelques dizaines par an, quelques "
    "pour cent des créations d'emplois industriels. Ils disent qu'il n'y a pas de retour massif.",
    "Ils ne disent ni ce qui a été réellement ouvert, ni ce qui a fermé depuis, ni les capacités nouvelles qui "
    "n'étaient jamais parties, ni où : ils n'ont pas de chiffre par territoire. Deux comptes d'une même année "
    "diffèrent selon le seuil d'emplois et la date du relevé.",
)


def _sentences(marks: tuple[CountryYear, ...], quotation: Quotation, latest: int) -> tuple[str, ...]:
    france = {row.year: row for row in marks if row.country == FRANCE}
    first, last = france[quotation.first_year], france[quotation.last_year]
    fall = 1 - last.manufacturing_share / first.manufacturing_share
    peers = [
        f"{row.label} {percent(row.manufacturing_share, 1)}"
        for row in marks
        if row.country != FRANCE and row.year == latest
    ]
    return (
        f"En France, l'industrie manufacturière faisait {percent(first.manufacturing_share, 1)} de la valeur ajoutée "
        f"et {percent(first.manufacturing_gdp_share, 1)} du PIB en {first.year}{NBSP}; "
        f"{percent(last.manufacturing_share, 1)} et {percent(last.manufacturing_gdp_share, 1)} en {last.year}{NBSP}; "
        f"{percent(france[latest].manufacturing_share, 1)} et {percent(france[latest].manufacturing_gdp_share, 1)} en "
        f"{latest} (comptes nationaux, ONU d'après l'INSEE, prix de chaque année).",
        f"Le texte dont part ce programme dit{NBSP}: «{NBSP}{quotation.quote}{NBSP}» ({quotation.author}). Il ne "
        "dit pas sa définition. Avec les mines, l'énergie, l'eau et les déchets, l'industrie faisait "
        f"{percent(first.industry_share, 1)} de la valeur ajoutée en {first.year} et {percent(last.industry_share, 1)} "
        f"en {last.year}{NBSP}: son premier chiffre s'approche de cette définition large, le second de l'industrie "
        f"manufacturière rapportée au PIB ({percent(last.manufacturing_gdp_share, 1)}). Les comptes ont aussi été "
        f"révisés depuis. À définition égale, la part dans la valeur ajoutée a reculé de {percent(fall)}.",
        f"En {latest}, part de l'industrie manufacturière dans la valeur ajoutée ailleurs{NBSP}: {listing(peers)}.",
    )
