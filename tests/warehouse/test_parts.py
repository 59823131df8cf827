"""A large table in parts: no row lost, only what is nearby is opened, what is damaged is said."""

import json
import math
import shutil
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from ancrage.domain.errors import AncrageError
from ancrage.methods import distance_km
from ancrage.warehouse import build, parts
from ancrage.warehouse.build import build_edition, verify_parts
from ancrage.warehouse.edition import MANIFEST, open_edition
from ancrage.warehouse.parts import SIDE, Box, box_around, departement, meeting
from ancrage.warehouse.register import TABLE
from ancrage.warehouse.table import column
from ancrage.warehouse.tables.establishments import ESTABLISHMENTS
from tests.tiny import write_sources
from tests.warehouse.test_build import made


def test_no_row_is_lost_nor_changed(edition, split):
    assert_frame_equal(split.table(TABLE).sort("siret"), edition.table(TABLE).sort("siret"))
    assert sum(part["rows"] for part in split.entry(TABLE)["parts"]) == edition.table(TABLE).height


def test_a_part_holds_its_square_sorted_by_class(split):
    for part in split.entry(TABLE)["parts"][::40]:
        rows = pl.read_parquet(split.folder / part["file"])
        assert rows.select((pl.col("lon") / SIDE).floor().n_unique(), (pl.col("lat") / SIDE).floor().n_unique()).row(
            0
        ) == (1, 1)
        assert rows["class"].is_sorted()
        assert (part["west"], part["north"]) == (rows["lon"].min(), rows["lat"].max())
        assert set(part["departements"]) == {departement(c) for c in rows["commune"]}


@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-90, 90),
    radius=st.floats(0.1, 3000),
    bearing=st.floats(0, 2 * math.pi),
    share=st.floats(0, 1),
)
def test_the_box_holds_the_disk(lon, lat, radius, bearing, share):
    """A point of the disk, reached by a bearing and a share of the radius, is inside the box."""
    reach = share * radius / 6371.0088
    south = math.radians(lat)
    north = math.asin(math.sin(south) * math.cos(reach) + math.cos(south) * math.sin(reach) * math.cos(bearing))
    turn = math.atan2(
        math.sin(bearing) * math.sin(reach) * math.cos(south), math.cos(reach) - math.sin(south) * math.sin(north)
    )
    to_lon, to_lat = (lon + math.degrees(turn) + 540) % 360 - 180, math.degrees(north)
    if distance_km(lon, lat, to_lon, to_lat) <= radius:
        box = box_around(lon, lat, radius)
        slack = 1e-9
        assert box.south - slack <= to_lat <= box.north + slack
        assert box.west - slack <= to_lon <= box.east + slack


def test_only_the_parts_nearby_are_kept(split):
    every = split.entry(TABLE)["parts"]
    kept = meeting(every, box_around(6.58, 46.06, 20), ())
    assert 0 < len(kept) < len(every) / 50
    assert len(meeting(every, None, {"74"})) < len(every) / 20
    assert meeting(every, None, ()) == every
    assert meeting(every, Box(-60, -50, -59, -49), ()) == []


def test_a_place_without_rows_is_an_empty_table(split):
    rows = split.scan(TABLE, Box(-60, -50, -59, -49)).collect()
    assert rows.height == 0
    assert rows.columns == list(ESTABLISHMENTS.columns)


def test_a_table_in_parts_is_verified(monkeypatch, split):
    monkeypatch.setattr(build, "BATCH", 20_000)
    verify_parts(ESTABLISHMENTS, split)
    stricter = replace(ESTABLISHMENTS, columns=ESTABLISHMENTS.columns | {"jobs": column(pl.Float64, "emplois", "")})
    with pytest.raises(AncrageError, match="contrat"):
        verify_parts(stricter, split)


@pytest.fixture
def damaged(split, tmp_path):
    found = open_edition(shutil.copytree(split.folder, tmp_path / "edition", symlinks=True))
    return found, found.folder / found.entry(TABLE)["parts"][0]["file"]


def refused(action) -> str:
    with pytest.raises(AncrageError) as error:
        action()
    assert "ancrage donnees construire" in error.value.next_step
    return error.value.message


def test_a_shortened_part_is_refused_at_once(damaged):
    edition, path = damaged
    path.write_bytes(path.read_bytes()[:-1])
    assert "taille différente" in refused(lambda: edition.scan(TABLE))
    assert str(path) in refused(lambda: edition.table(TABLE))


def test_a_changed_byte_is_found_by_the_check(damaged):
    edition, path = damaged
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    edition.scan(TABLE)
    assert "empreinte différente" in refused(lambda: edition.check_parts(TABLE))


def test_a_missing_part_is_refused(damaged):
    edition, path = damaged
    path.unlink()
    assert "ne se lit pas" in refused(lambda: edition.scan(TABLE))


def test_the_builder_lays_out_a_large_table_of_places(monkeypatch, tmp_path):
    rows = {
        "siret": [f"{i:014d}" for i in range(9)],
        "class": ["10.11", "25.62", "20.11"] * 3,
        "commune": ["74001", "97401", "2A004"] * 3,
        "lon": [6.1, 55.5, 8.7] * 3,
        "lat": [46.1, -20.9, 41.9] * 3,
    }
    texts = {name: column(pl.String, "code", name) for name in ("siret", "class", "commune")}
    places = {name: column(pl.Float64, "degrés", name) for name in ("lon", "lat")}
    table = made(rows, columns=texts | places, key=("siret",))
    monkeypatch.setattr(build, "tables", lambda themes: iter([table]))
    monkeypatch.setattr(build, "LARGE", 5)
    monkeypatch.setattr(parts, "BATCH", 4)
    (tmp_path / "sources").mkdir()
    for target in ("one", "two"):
        build_edition("essai", write_sources(tmp_path / "sources"), tmp_path / target)
    edition = open_edition(tmp_path / "one")
    entry = edition.entry("essai")
    assert [part["rows"] for part in entry["parts"]] == [3, 3, 3]
    assert {d for part in entry["parts"] for d in part["departements"]} == {"74", "974", "2A"}
    assert_frame_equal(edition.table("essai").sort("siret"), pl.DataFrame(rows))
    same = json.loads((tmp_path / "two" / MANIFEST).read_text())["tables"]["essai"]["sha256"]
    assert same == entry["sha256"]
    assert not list(tmp_path.glob("**/.runs-*"))
