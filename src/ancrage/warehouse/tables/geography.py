"""Communes, the territories they make, and their outlines."""

import polars as pl

from ancrage.domain.measure import Status
from ancrage.domain.territory import Level
from ancrage.sources.codes import refuse_unknown
from ancrage.sources.contours import centroids, distances
from ancrage.warehouse.successions import current_communes
from ancrage.warehouse.table import Inputs, Table, column

LEVELS = tuple(level.value for level in Level if level is not Level.COMMUNES)
OUTLINED = tuple(level for level in LEVELS if level != Level.TERRITOIRE_INDUSTRIE)
EXPECTED = {"zone_emploi": 306, "epci": 1255, "departement": 101, "region": 18, "territoire_industrie": 183}

NEAR_DEGREES = 0.05  # simplified outlines cut capes and islands: a little outside is still inside

ODBL = "Base dérivée de COGugaison : elle se partage sous licence ODbL."


def _site_positions(inputs: Inputs) -> pl.DataFrame:
    """Middle of the brownfields of each commune, when it falls in (or near) the commune's EPCI."""
    sites = inputs.source("cartofriches")
    sites = sites.with_columns(current_communes(inputs, sites["commune"], "cartofriches"))
    places = sites.group_by("commune").agg(pl.col("lon", "lat").median())
    outlines = inputs.source("contours").filter(level="epci").select(epci="code", outline="geometry")
    homes = inputs.source("cog_communes").select("commune", "epci").join(outlines, on="epci")
    placed = places.join(homes, on="commune").sort("commune")
    near = distances(placed["lon"], placed["lat"], placed["outline"]) <= NEAR_DEGREES
    return placed.filter(near).select("commune", "lon", "lat")


def _positions(inputs: Inputs) -> list[tuple[str, pl.DataFrame]]:
    """(origin, rows of lon, lat by its key) from the most to the least precise."""
    # the median, not the mean: one establishment placed far off must not move its commune
    register = inputs.source("sirene_etablissements").group_by("commune").agg(pl.col("lon", "lat").median())
    found = [("établissements", register), ("friches", _site_positions(inputs))]
    for level in ("epci", "departement"):
        shapes = inputs.source("contours").filter(level=level)
        lon, lat = centroids(shapes["geometry"])
        found.append((level, pl.DataFrame({level: shapes["code"], "lon": lon, "lat": lat})))
    return found


def _communes(inputs: Inputs) -> pl.DataFrame:
    rows = inputs.source("cog_communes")
    groups = inputs.source("territoires_industrie")
    groups = groups.select(
        "territoire_industrie",
        current_communes(inputs, groups["commune"], "territoires_industrie"),
    ).unique()
    rows = rows.join(groups, on="commune", how="left").with_columns(
        lon=pl.lit(None, pl.Float64), lat=pl.lit(None, pl.Float64), position_from=pl.lit(None, pl.String)
    )
    for origin, places in _positions(inputs):
        key = next(name for name in places.columns if name not in ("lon", "lat"))
        fresh = pl.col("lon").is_null() & pl.col("lon_new").is_not_null()
        rows = rows.join(places, on=key, how="left", suffix="_new").with_columns(
            position_from=pl.when(fresh).then(pl.lit(origin)).otherwise("position_from"),
            lon=pl.coalesce("lon", "lon_new"),
            lat=pl.coalesce("lat", "lat_new"),
        )
        rows = rows.drop("lon_new", "lat_new")
    columns = list(COMMUNES.columns)
    return rows.with_columns(pl.col("lon", "lat").round(5)).select(columns).sort("commune")


def _check_communes(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    problems = [
        f"{rows[level].drop_nulls().n_unique()} codes {level} au lieu de {count}"
        for level, count in EXPECTED.items()
        if rows[level].drop_nulls().n_unique() != count
    ]
    unpeopled = set(rows.filter(pl.col("population").is_null())["departement"])
    if not unpeopled <= {"976"}:
        problems.append(f"des communes hors de Mayotte n'ont pas de population ({sorted(unpeopled)})")
    return problems


def _labels(inputs: Inputs) -> pl.DataFrame:
    groups = inputs.source("territoires_industrie").select(
        level=pl.lit(Level.TERRITOIRE_INDUSTRIE.value), code="territoire_industrie", label="label"
    )
    return pl.concat([inputs.source("cog_libelles"), groups.unique()])


def by_level(communes: pl.DataFrame) -> pl.DataFrame:
    """(level, code, commune): one row for each territory a commune belongs to."""
    long = communes.unpivot(on=list(LEVELS), index="commune", variable_name="level", value_name="code")
    return long.drop_nulls("code").select("level", "code", "commune")


def _territories(inputs: Inputs) -> pl.DataFrame:
    communes = inputs.tables["communes"]
    register = inputs.source("sirene_etablissements")
    staff = register.group_by("commune").agg(pl.col("jobs").sum(), establishments=pl.len())
    rows = by_level(communes).join(communes.select("commune", "population", "lon", "lat"), on="commune")
    # weight 1 where no population is published (Mayotte) or nobody lives: the centre is then that of the communes
    peopled = pl.col("population").sum() > 0
    weight = pl.when(peopled.over("level", "code")).then(pl.col("population").fill_null(0)).otherwise(1)
    rows = rows.join(staff, on="commune", how="left").with_columns(weight=weight)
    share = pl.col("weight") / pl.col("weight").sum()
    centre = {axis: (pl.col(axis) * share).sum().round(5) for axis in ("lon", "lat")}
    totals = rows.group_by("level", "code").agg(
        communes=pl.len().cast(pl.Int64),
        population=pl.when(pl.col("population").is_not_null().all()).then(pl.col("population").sum()),
        **centre,
        jobs=pl.col("jobs").sum(),
        establishments=pl.col("establishments").sum().cast(pl.Int64),
    )
    labels = _labels(inputs)
    refuse_unknown(
        totals["code"], labels["code"], "territoire", "cog_libelles", "Ajoutez son libellé au fichier des libellés."
    )
    rows = totals.join(labels, on=["level", "code"]).join(
        inputs.source("cog_niveaux"), on=["level", "code"], how="left"
    )
    return rows.with_columns(pl.col("article").fill_null("")).select(list(TERRITORIES.columns)).sort("level", "code")


def _check_territories(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    counts = dict(rows.group_by("level").len().iter_rows())
    return [f"{counts.get(k, 0)} territoires {k} au lieu de {n}" for k, n in EXPECTED.items() if counts.get(k) != n]


def _check_outlines(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    known = inputs.tables["territories"].filter(pl.col("level").is_in(list(OUTLINED))).select("level", "code")
    missing = known.join(rows, on=["level", "code"], how="anti").height
    strange = rows.join(known, on=["level", "code"], how="anti").height
    return [f"{missing} territoires sans contour, {strange} contours sans territoire"] if missing or strange else []


COMMUNES = Table(
    name="communes",
    title="Communes et territoires dont elles font partie",
    columns={
        "commune": column(pl.String, "code", "Commune (code INSEE)"),
        "label": column(pl.String, "texte", "Nom de la commune"),
        "population": column(pl.Int64, "habitants", "Population municipale", nullable=True),
        "epci": column(pl.String, "code", "Intercommunalité (SIREN)", nullable=True),
        "zone_emploi": column(pl.String, "code", "Zone d'emploi 2020"),
        "departement": column(pl.String, "code", "Département"),
        "region": column(pl.String, "code", "Région"),
        "territoire_industrie": column(pl.String, "code", "Territoire d'industrie, phase 2", nullable=True),
        "lon": column(pl.Float64, "degrés", "Longitude", status=Status.ESTIMATED),
        "lat": column(pl.Float64, "degrés", "Latitude", status=Status.ESTIMATED),
        "position_from": column(pl.String, "texte", "Origine de la position"),
    },
    key=("commune",),
    sources=(
        "cog_communes",
        "cog_mouvements",
        "territoires_industrie",
        "sirene_etablissements",
        "cartofriches",
        "contours",
    ),
    method=(
        "Communes et découpages du code officiel géographique ; les communes des Territoires d'industrie réunies "
        "depuis à une autre sont rattachées à celle qui leur succède, selon les événements du code. La population des "
        "communes de Mayotte est absente du fichier. La position est estimée : médiane des établissements d'au moins "
        "20 salariés de la commune, à défaut de ses friches (si elle tombe dans l'EPCI ou à moins de 0,05 degré), à "
        "défaut centre du contour de son EPCI, à défaut de celui de son département. " + ODBL
    ),
    build=_communes,
    check=_check_communes,
)

TERRITORIES = Table(
    name="territories",
    title="Territoires d'étude",
    columns={
        "level": column(pl.String, "texte", "Niveau"),
        "code": column(pl.String, "code", "Code du territoire"),
        "label": column(pl.String, "texte", "Nom du territoire"),
        "article": column(pl.String, "texte", "Article du nom (départements et régions)"),
        "communes": column(pl.Int64, "communes", "Nombre de communes"),
        "population": column(pl.Int64, "habitants", "Population municipale", nullable=True),
        "lon": column(pl.Float64, "degrés", "Longitude du centre", status=Status.ESTIMATED),
        "lat": column(pl.Float64, "degrés", "Latitude du centre", status=Status.ESTIMATED),
        "jobs": column(
            pl.Int64, "emplois", "Emplois des établissements productifs d'au moins 20 salariés", status=Status.ESTIMATED
        ),
        "establishments": column(pl.Int64, "établissements", "Établissements productifs d'au moins 20 salariés"),
    },
    key=("level", "code"),
    sources=("cog_communes", "cog_libelles", "cog_niveaux", "territoires_industrie", "sirene_etablissements"),
    method=(
        "Sommes des communes. La population manque dès que celle d'une commune manque. Le centre est la moyenne des "
        "positions des communes, pondérée par leur population. Emplois au milieu de la tranche d'effectif. " + ODBL
    ),
    build=_territories,
    check=_check_territories,
    needs=("communes",),
)

OUTLINES = Table(
    name="outlines",
    title="Contours simplifiés des territoires",
    columns={
        "level": column(pl.String, "texte", "Niveau"),
        "code": column(pl.String, "code", "Code du territoire"),
        "geometry": column(pl.String, "GeoJSON (degrés)", "Contour"),
    },
    key=("level", "code"),
    sources=("contours",),
    method=(
        "Contours repris tels quels, coordonnées à quatre décimales. Un Territoire d'industrie n'a pas de contour : "
        "c'est un ensemble d'EPCI."
    ),
    build=lambda inputs: inputs.source("contours"),
    check=_check_outlines,
    needs=("territories",),
)

TABLES = (COMMUNES, TERRITORIES, OUTLINES)
