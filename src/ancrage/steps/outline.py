"""Outlines to draw a territory: its own where one exists, else those of its intercommunalities; and its neighbours."""

import json
from typing import Annotated, Any

import numpy as np
import polars as pl

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.documents import read
from ancrage.domain.measure import Status
from ancrage.domain.territory import Level
from ancrage.domain.units import DEGREE
from ancrage.steps.local import Local
from ancrage.steps.national import Floats
from ancrage.warehouse.edition import Edition, derived


class Geometry(Record):
    """A GeoJSON polygon or multipolygon."""

    type: Annotated[str, text("Forme")]
    coordinates: Annotated[
        list[Any], number("Contour simplifié (WGS 84)", DEGREE, of=("outlines",), status=Status.PUBLISHED)
    ]


OWN, CONTEXT = "territoire", "contexte"
# an intercommunality draws the territory when most of its communes are in it
MOST = 0.5
# neighbours are drawn within this share of the territory's own width and height
MARGIN = 0.35


class Outline(Record):
    """The outline of the territory, or of a place around it."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Nom")] = field(name="nom")
    role: Annotated[str, text("Rôle sur la carte")]
    geometry: Annotated[Geometry, text("Contour simplifié (GeoJSON, WGS 84)")]


@derived
def _shapes(edition: Edition, level: Level) -> tuple[list[str], list[str], Floats]:
    """Codes, geometries (text) and bounding boxes (west, south, east, north) of a level."""
    rows = edition.table("outlines").filter(pl.col("level") == level.value).sort("code")
    boxes = np.array([_box(json.loads(g)) for g in rows["geometry"]]).reshape(-1, 4)
    return rows["code"].to_list(), rows["geometry"].to_list(), boxes


def _box(geometry: dict[str, Any]) -> tuple[float, float, float, float]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    points = np.array([point for polygon in polygons for ring in polygon for point in ring])
    (west, south), (east, north) = points.min(0), points.max(0)
    return west, south, east, north


def outlines(local: Local) -> tuple[Outline, ...]:
    """Neighbours first (drawn below), then the territory. Empty when no outline is known."""
    level, own = _own(local)
    codes, geometries, boxes = _shapes(local.edition, level)
    mine = np.array([code in own for code in codes])
    if not mine.any():
        return ()
    west, south = boxes[mine, :2].min(0)
    east, north = boxes[mine, 2:].max(0)
    dx, dy = (east - west) * MARGIN, (north - south) * MARGIN
    near = (boxes[:, 0] <= east + dx) & (boxes[:, 2] >= west - dx) & (boxes[:, 1] <= north + dy)
    near &= boxes[:, 3] >= south - dy
    names = dict(
        local.edition.table("territories").filter(pl.col("level") == level.value).select("code", "label").iter_rows()
    )
    drawn = [*np.flatnonzero(near & ~mine), *np.flatnonzero(mine)]
    return tuple(
        Outline(codes[i], names.get(codes[i], codes[i]), OWN if mine[i] else CONTEXT, read(Geometry, geometries[i]))
        for i in drawn
    )


def _own(local: Local) -> tuple[Level, set[str]]:
    """The level to draw and the codes that make the territory."""
    if local.territory.level in (Level.ZONE_EMPLOI, Level.EPCI, Level.DEPARTEMENT, Level.REGION):
        return local.territory.level, {local.territory.code}
    inside = local.communes.group_by("epci").agg(here=pl.len())
    sizes = local.edition.table("communes").group_by("epci").agg(size=pl.len())
    both = inside.join(sizes, on="epci")
    kept = both.filter(pl.col("here") >= MOST * pl.col("size"))
    return Level.EPCI, set((kept if kept.height else both)["epci"].drop_nulls())
