"""Codes and names of other years or other editions of a nomenclature, and those of this edition that stand for them."""

from collections.abc import Collection
from datetime import date
from itertools import groupby

import polars as pl

from ancrage.domain.measure import Status
from ancrage.methods.geography import distance_km
from ancrage.warehouse.successions import (
    COMMUNE,
    DISTRICT,
    MERGED,
    OVERSEAS,
    RECENT,
    RECODED,
    RENAMED,
    History,
)
from ancrage.warehouse.table import Inputs, Table, column

RECODINGS = ("41", "50")  # change of département, change of chief town
HS6, OLDEST_YEARS = 6, 3
ODBL = "Base dérivée de world-countries et de GeoDist : elle se partage sous licence ODbL."


def _commune_names(inputs: Inputs) -> pl.DataFrame:
    communes = inputs.tables["communes"]
    labels = dict(communes.select("commune", "label").iter_rows())
    recent, events = inputs.source("cog_recent"), inputs.source("cog_mouvements")
    history = History(events)
    rows: set[tuple[str, str, str | None, date | None, str]] = set()
    for code, label, until in _labels_of_old(events):
        if code in labels:
            rows |= {(code, label, code, until, RENAMED)} if label != labels[code] else set()
            continue
        heirs, end = history.heirs(code, labels), history.end(code)
        kind = RECODED if end and end[1] in RECODINGS else MERGED
        rows |= {(code, label, heir, min(end[0], until) if end else None, kind) for heir in heirs}
    gone = events.filter(pl.col("type_before") == COMMUNE, pl.col("after").is_null())
    rows |= {
        (code, label, None, when, OVERSEAS)
        for code, label, when in gone.select("before", "label_before", "date").iter_rows()
    }
    home = set(communes["departement"])
    for code, label, kind, departement, parent in recent.select(
        "code", "label", "type", "departement", "parent"
    ).iter_rows():
        if kind != COMMUNE:
            rows.add((code, label, parent, None, DISTRICT))
        elif departement not in home:
            rows.add((code, label, None, None, OVERSEAS))
        elif code not in labels:
            rows |= {(code, label, parent, None, RECENT) for parent in history.parents(code, labels)}
        elif label != labels[code]:
            rows.add((code, label, code, None, RECENT))
    known = {(row[0], row[1]) for row in rows if row[4] == RECENT}
    kept = [row for row in rows if row[4] == RECENT or row[:2] not in known]
    schema = {name: col.dtype.type for name, col in COMMUNE_NAMES.columns.items()}
    return (
        pl.DataFrame(kept, schema, orient="row")
        .sort("code", "label", "commune", "kind", nulls_last=True)
        .unique(["code", "label", "commune"], keep="first", maintain_order=True)
    )


def _labels_of_old(events: pl.DataFrame) -> list[tuple[str, str, date]]:
    """(code, label, last date of it) of everything that was a commune, or is one inside another."""
    before = events.select("date", code="before", label="label_before", type="type_before")
    after = events.select("date", code="after", label="label_after", type="type_after")
    seen = pl.concat([before, after]).drop_nulls().filter(pl.col("type") != "ARM")
    return seen.group_by("code", "label").agg(pl.col("date").max()).sort("code", "label").rows()


def _postcodes(inputs: Inputs) -> pl.DataFrame:
    labels = set(inputs.tables["communes"]["commune"])
    recent = inputs.source("cog_recent")
    history = History(inputs.source("cog_mouvements"))
    posted = dict(recent.select("code", "postcodes").iter_rows())
    rows: set[tuple[str, str]] = set()
    for code, kind, parent, codes in recent.select("code", "type", "parent", "postcodes").iter_rows():
        homes = {parent} if kind != COMMUNE else {code} if code in labels else history.parents(code, labels)
        rows |= {(postcode, home) for postcode in codes for home in homes}
    for code in labels - set(posted):
        heirs = history.heirs(code, posted)
        rows |= {(postcode, code) for heir in heirs for postcode in posted[heir]}
    return pl.DataFrame(sorted(rows), {"postcode": pl.String, "commune": pl.String}, orient="row")


def _check_communes(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    strange = rows["commune"].drop_nulls().is_in(inputs.tables["communes"]["commune"].implode())
    return [] if strange.all() else [f"{(~strange).sum()} communes inconnues de l'édition"]


def _naf_2025(inputs: Inputs) -> pl.DataFrame:
    pairs = inputs.source("naf_correspondance")
    # a sub-class that no official text calls main is reached from all those that hold something of it
    return (
        inputs.source("naf_2025")
        .join(pairs, on="naf_2025", how="left")
        .with_columns(pl.col("main").fill_null(False))
        .select(*NAF_2025.columns)
        .sort("naf_2025", "naf", nulls_last=True)
    )


def _check_naf(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    missing = set(inputs.tables["naf"]["naf"]) ^ set(rows["naf"].drop_nulls())
    return [f"sous-classes sans correspondance : {sorted(missing)}"] if missing else []


def _product_codes(inputs: Inputs) -> pl.DataFrame:
    trade = inputs.tables["trade_product"]
    known, year = set(trade["nc8"]), max(trade["valid_to"].to_list())
    steps = inputs.source("nc8_successions").filter(pl.col("year") > year - OLDEST_YEARS)
    newer = _followed(steps.filter(pl.col("year") > year).rows(), known)
    backward = [(when, after, before) for when, before, after in steps.filter(pl.col("year") <= year).rows()]
    older = _followed(backward[::-1], known)
    pairs: list[tuple[str, str, int | None, bool]] = [(code, old, when, True) for (code, old), when in newer.items()]
    pairs += [(code, new, when - 1, False) for (code, new), when in older.items()]
    sixes = {code[:HS6] for code in known}
    pairs += sorted({(c[:HS6], o[:HS6], when, new) for c, o, when, new in pairs if c[:HS6] not in sixes})
    named = {code for code, *_ in pairs}
    latest = max(newer.values(), default=None)
    for before, after in inputs.source("sh_successions").iter_rows():
        if after not in sixes | named and before in sixes:
            pairs.append((after, before, latest, True))
    labels = inputs.source("nc8_libelles").rename({"nc8": "code"})
    rows = pl.DataFrame(
        pairs, {"code": pl.String, "known": pl.String, "year": pl.Int64, "newer": pl.Boolean}, orient="row"
    )
    rows = rows.sort("code", "known", "year").unique(["code", "known"], keep="first", maintain_order=True)
    return rows.join(labels, on="code", how="left", maintain_order="left").select(*PRODUCT_CODES.columns)


def _followed(steps: list[tuple[int, str, str]], known: Collection[str]) -> dict[tuple[str, str], int]:
    """(code, code of the edition it stands for) -> year of the step that made it; `steps`: (year, nearer the edition,
    farther), from the year of the edition away."""
    stands: dict[str, set[str]] = {}
    rows: dict[tuple[str, str], int] = {}
    for when, together in groupby(steps, key=lambda step: step[0]):
        fresh: dict[str, set[str]] = {}
        for _, nearer, farther in together:
            fresh.setdefault(farther, set()).update(stands.get(nearer, {nearer} & set(known)))
        for code, those in fresh.items():
            if code not in known:
                stands[code] = those
                rows |= {(code, one): when for one in those}
    return rows


def _check_products(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    known = set(inputs.tables["trade_product"]["nc8"])
    strange = set(rows["known"]) - known - {code[:HS6] for code in known}
    return [f"codes inconnus des douanes : {sorted(strange)[:5]}"] if strange else []


def _country_facts(inputs: Inputs) -> pl.DataFrame:
    """A country that the source gives no distance for gets that of its main city to Paris, as the crow flies."""
    rows = inputs.source("pays_faits")
    paris = rows.row(by_predicate=pl.col("iso3") == "FRA", named=True)
    crow = distance_km(rows["lon"].to_numpy(), rows["lat"].to_numpy(), paris["lon"], paris["lat"])
    return rows.select(
        "iso3", pl.col("names").list.join("|"), pl.coalesce("km", pl.Series(crow).round(0)).alias("km"), "overseas"
    )


def _check_countries(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    missing = set(inputs.tables["countries"]["iso3"]) ^ set(rows["iso3"])
    return [f"pays d'une seule des deux listes : {sorted(missing)}"] if missing else []


COMMUNE_NAMES = Table(
    name="commune_names",
    title="Anciens codes et anciens noms des communes, arrondissements, collectivités d'outre-mer",
    columns={
        "code": column(pl.String, "code", "Code d'une autre année, d'un arrondissement ou d'une collectivité"),
        "label": column(pl.String, "texte", "Nom"),
        "commune": column(pl.String, "code", "Commune de l'édition (absente : hors de l'édition)", nullable=True),
        "date": column(pl.Date, "date", "Date de l'événement", nullable=True),
        "kind": column(pl.String, "texte", "Ce qui s'est passé"),
    },
    key=("code", "label", "commune"),
    sources=("cog_mouvements", "cog_recent", "cog_communes"),
    method=(
        "Les événements du code officiel sont suivis jusqu'à une commune de l'édition : réunions, changements de code "
        "ou de nom, et noms plus récents que l'édition. Une commune partagée entre plusieurs les nomme toutes."
    ),
    build=_commune_names,
    check=_check_communes,
    needs=("communes",),
)

POSTCODES = Table(
    name="commune_postcodes",
    title="Codes postaux des communes",
    columns={
        "postcode": column(pl.String, "code", "Code postal"),
        "commune": column(pl.String, "code", "Commune (code INSEE)"),
    },
    key=("postcode", "commune"),
    sources=("cog_recent", "cog_mouvements"),
    method="Codes postaux publiés ; une commune réunie depuis à une autre garde tous ceux de la nouvelle.",
    build=_postcodes,
    check=_check_communes,
    needs=("communes",),
)

NAF_2025 = Table(
    name="naf_2025",
    title="Sous-classes de la NAF 2025 et celles de la NAF rév. 2 dont elles viennent",
    columns={
        "naf_2025": column(pl.String, "code", "Sous-classe de la NAF 2025"),
        "label": column(pl.String, "texte", "Libellé"),
        "naf": column(pl.String, "code", "Sous-classe de la NAF rév. 2", nullable=True),
        "main": column(pl.Boolean, "oui/non", "La sous-classe de la NAF rév. 2 va surtout là"),
    },
    key=("naf_2025", "naf"),
    sources=("naf_2025", "naf_correspondance"),
    method="Table de passage de l'INSEE, sans poids.",
    build=_naf_2025,
    check=_check_naf,
    needs=("naf",),
)

PRODUCT_CODES = Table(
    name="product_codes",
    title="Codes de produits d'autres années et ceux des douanes de l'édition",
    columns={
        "code": column(pl.String, "code", "Code (NC8 ou SH6) d'une autre année"),
        "known": column(pl.String, "code", "Code de l'édition"),
        "year": column(pl.Int64, "année", "Première année du code, ou dernière s'il est plus ancien", nullable=True),
        "newer": column(pl.Boolean, "oui/non", "Plus récent que l'édition"),
        "label": column(pl.String, "texte", "Libellé", nullable=True),
    },
    key=("code", "known"),
    sources=("nc8_successions", "sh_successions", "nc8_libelles", "customs_nc8"),
    method=(
        "Les successions d'une année à l'autre sont suivies jusqu'aux codes des douanes de l'édition. Un code qui en "
        "réunit plusieurs les nomme tous ; à six chiffres, les successions à huit chiffres d'abord."
    ),
    build=_product_codes,
    check=_check_products,
    needs=("trade_product",),
)

COUNTRY_FACTS = Table(
    name="country_facts",
    title="Noms des pays et distance à la France",
    columns={
        "iso3": column(pl.String, "code", "Pays (ISO 3166-1 alpha-3)"),
        "names": column(pl.String, "texte", "Noms usuels, officiels et anglais, séparés par « | »"),
        "km": column(pl.Float64, "km", "Distance à la France, à vol d'oiseau", status=Status.ESTIMATED),
        "overseas": column(pl.String, "code", "Code d'un territoire français d'outre-mer", nullable=True),
    },
    key=("iso3",),
    sources=("pays_faits",),
    method=(
        "Distance du CEPII entre villes, pondérée par leur population, à défaut entre villes principales, à défaut "
        "calculée de la ville ou du centre du pays à Paris. La distance par mer n'est pas reprise. " + ODBL
    ),
    build=_country_facts,
    check=_check_countries,
    needs=("countries",),
)

TABLES = (COMMUNE_NAMES, POSTCODES, NAF_2025, PRODUCT_CODES, COUNTRY_FACTS)
