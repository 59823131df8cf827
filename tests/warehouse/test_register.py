"""The register questioned: every answer is what reading all the rows would give, in one file or in parts."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ancrage.methods import distance_km, normalise_name
from ancrage.warehouse.register import TABLE, around, inside
from ancrage.warehouse.register.groups import search_groups
from ancrage.warehouse.register.names import begins_a_word, words_of
from ancrage.warehouse.register.query import Query, Sort, search

ARVE = (6.58, 46.06)
FRANCE = st.tuples(st.floats(-5.5, 9.8), st.floats(41.0, 51.2))
ISLANDS = st.sampled_from([(55.45, -21.1), (-61.5, 16.2), (45.2, -12.8)])


@pytest.fixture(scope="module", params=["one file", "parts"])
def either(request, edition, split):
    return edition if request.param == "one file" else split


def away(rows: pl.DataFrame, lon: float, lat: float) -> np.ndarray:
    return distance_km(lon, lat, rows["lon"].to_numpy(), rows["lat"].to_numpy())


@settings(max_examples=25)
@given(place=FRANCE | ISLANDS, radius=st.floats(0.5, 300), with_classes=st.booleans())
def test_around_is_what_reading_everything_gives(edition, split, place, radius, with_classes):
    classes = ["25.62", "10.71", "11.01"] if with_classes else None
    communes = ["74081", "16102", "75056"]
    rows = edition.table(TABLE)
    near = pl.Series(away(rows, *place) <= radius)
    wanted = rows.filter(near | rows["commune"].is_in(communes))
    if classes:
        wanted = wanted.filter(pl.col("class").is_in(classes))
    for one in (edition, split):
        found = around(one, *place, radius, communes=communes, classes=classes).collect()
        assert sorted(found["siret"]) == sorted(wanted["siret"])
        assert np.allclose(found["distance_km"], away(found, *place), atol=1e-9)
        assert (found["here"] == found["commune"].is_in(communes)).all()


def test_no_class_is_no_row(either):
    assert around(either, *ARVE, 20, classes=()).collect().height == 0


def test_inside_keeps_the_communes(either, edition):
    found = inside(either, ["74081", "16102"]).collect()
    assert found.height == edition.table(TABLE).filter(pl.col("commune").is_in(["74081", "16102"])).height > 0
    assert inside(either, []).collect().height == 0


SUBCLASSES = ("25.62A", "25.62B", "10.71A", "11.01Z", "43.22A", "24.51Z")
SIZES = ("20 à 49 salariés", "50 à 99 salariés", "250 à 499 salariés")
queries = st.builds(
    Query,
    nafs=st.none() | st.lists(st.sampled_from(SUBCLASSES), unique=True, max_size=3).map(tuple),
    size_classes=st.none() | st.lists(st.sampled_from(SIZES), unique=True, min_size=1).map(tuple),
    communes=st.none() | st.just(("74081", "74278", "75056", "16102")),
    centre=st.none() | FRANCE | st.just(ARVE),
    radius_km=st.none() | st.floats(1, 400),
    widened=st.booleans(),
    sort=st.none() | st.sampled_from(Sort),
    limit=st.none(),
)


def brute_force(rows: pl.DataFrame, query: Query) -> set[str]:
    kept = np.ones(rows.height, dtype=bool)
    if query.nafs is not None:
        kept &= rows["naf"].is_in(list(query.nafs)).to_numpy()
    if query.size_classes is not None:
        kept &= rows["size_class"].is_in(list(query.size_classes)).to_numpy()
    here = None if query.communes is None else rows["commune"].is_in(list(query.communes)).to_numpy()
    near = None
    if query.centre is not None and query.radius_km is not None:
        near = away(rows, *query.centre) <= query.radius_km
    if here is not None and near is not None:
        kept &= (here | near) if query.widened else (here & near)
    elif here is not None or near is not None:
        kept &= here if here is not None else near
    return set(rows["siret"].to_numpy()[kept])


@settings(max_examples=25)
@given(query=queries)
def test_any_question_gets_what_reading_everything_gives(edition, split, query):
    wanted = brute_force(edition.table(TABLE), query)
    for one in (edition, split):
        answer = search(one, query)
        assert answer.total == answer.rows.height == len(wanted)
        assert set(answer.rows["siret"]) == wanted


def test_pages_follow_each_other_without_a_gap(either):
    query = Query(centre=ARVE, radius_km=12.0)
    whole = search(either, Query(centre=ARVE, radius_km=12.0, limit=None)).rows["siret"].to_list()
    pages = [search(either, Query(**{**_fields(query), "offset": at, "limit": 30})) for at in range(0, 200, 30)]
    assert [siret for page in pages for siret in page.rows["siret"]] == whole[:210]
    assert {page.total for page in pages} == {len(whole)}


def _fields(query: Query) -> dict:
    return {name: getattr(query, name) for name in query.__slots__}


@pytest.mark.parametrize(
    ("sort", "column", "descending"),
    [
        (Sort.SIZE, "jobs", True),
        (Sort.DISTANCE, "distance_km", False),
        (Sort.NAME, "name", False),
        (Sort.ACTIVITY, "naf", False),
    ],
)
def test_rows_come_in_the_order_asked(either, sort, column, descending):
    rows = search(either, Query(centre=ARVE, radius_km=15.0, sort=sort, limit=None)).rows
    assert rows[column].drop_nulls().is_sorted(descending=descending)


@pytest.mark.parametrize(
    ("typed", "found", "said"),
    [
        ("bontaz", "BONTAZ CENTRE", ""),
        ("Bontaz  Centre SA", "BONTAZ CENTRE", ""),
        ("bontas", "BONTAZ CENTRE", "« bontas » lu « bontaz »"),
        ("hennesy", "SOCIETE JAS HENNESSY ET COMPAGNIE", "« hennesy » lu « hennessy »"),
        ("Société Jas Hennessy", "SOCIETE JAS HENNESSY ET COMPAGNIE", ""),
        ("somfy activités", "SOMFY ACTIVITES SA", ""),
        ("SNCTP", "S.N.C.T.P", ""),
        ("S.N.C.T.P.", "S.N.C.T.P", ""),
        ("somfy bourgogne", "SOMFY ACTIVITES SA", "sans « bourgogne »"),
        ("bontaz marnaz", "BONTAZ CENTRE", "commune de Marnaz"),
    ],
)
def test_a_firm_is_found_by_its_name(either, typed, found, said):
    answer = search(either, Query(text=typed))
    assert answer.rows["name"][0] == found
    assert said in " ".join(answer.understood)
    assert bool(said) == bool(answer.understood)


def test_a_word_begins_a_word_and_letters_do_not_hide_inside(either):
    rows = search(either, Query(text="sauge", limit=None)).rows
    assert rows["name"][0] == "S.A.U.G.E"  # a whole word first
    assert all(any(w.startswith("sauge") for w in normalise_name(name).split()) for name in rows["name"])


def test_every_name_is_found_by_its_own_words(edition):
    """Each name typed as it is written answers itself."""
    names = edition.table(TABLE)["name"].drop_nulls().unique().sort().gather_every(400)
    assert len(names) > 70
    for name in names:
        if words := words_of(name):
            hit = (
                pl.DataFrame({"name": [name], "usual_name": [""]})
                .select(pl.all_horizontal(begins_a_word((w,)) for w in words))
                .item()
            )
            assert hit, name


@settings(max_examples=40)
@given(text=st.text(max_size=40))
def test_any_text_is_a_search(edition, text):
    answer = search(edition, Query(text=text, limit=5))
    assert answer.rows.height <= 5 and answer.total >= answer.rows.height


def test_accents_ligatures_and_dots_do_not_count():
    names = pl.DataFrame(
        {"name": ["Œuvres d'Été", "S.N.C.F.", "Ça-Marche", "COEUR", "Établissements Noël", None]}
    ).with_columns(usual_name=pl.lit(None, dtype=pl.String))
    for typed, row in (("oeuvre", 0), ("ete", 0), ("sncf", 1), ("ca", 2), ("cœur", 3), ("noel", 4)):
        hits = names.select(begins_a_word(words_of(typed)))["name"].to_list()
        assert hits[row] is True and hits.count(True) == 1, typed


def test_numbers(either):
    assert search(either, Query(number="30397023000122")).rows["commune_label"].to_list() == ["Cluses"]
    firm = search(either, Query(number="303970230"))
    assert firm.total == 5 and set(firm.rows["siren"]) == {"303970230"}
    other = search(either, Query(number="30397023099999"))
    assert other.total == 5 and "n'est pas dans le registre" in other.understood[0]


def test_establishments_asked_by_siret_come_in_that_order(either):
    asked = ("60702024500066", "30397023000122", "60702024500025")
    assert search(either, Query(sirets=asked)).rows["siret"].to_list() == list(asked)
    assert search(either, Query(sirets=())).total == 0


@settings(max_examples=25)
@given(query=queries)
def test_firms_share_out_the_establishments(edition, query):
    rows = search(edition, query).rows
    firms = search_groups(edition, query)
    assert firms.total == firms.rows.height == rows["siren"].n_unique()
    assert sorted(firms.sites["siret"]) == sorted(rows["siret"])
    assert firms.rows["sites"].sum() == rows.height
    assert firms.rows["jobs"].sum() == rows["jobs"].sum()
    assert (firms.rows["sites_country"] >= firms.rows["sites"]).all()


def test_a_firm_is_seen_here_and_in_the_country(either, edition):
    firms = search_groups(either, Query(text="somfy", communes=("74081",)))
    somfy = firms.rows.row(0, named=True)
    assert (somfy["siren"], somfy["sites"], somfy["sites_country"]) == ("303970230", 3, 5)
    every = edition.table(TABLE).filter(pl.col("siret").str.starts_with("303970230"))
    assert somfy["jobs_country"] == every["jobs"].sum()
    assert somfy["communes"] == ["Cluses"] and somfy["name"] == "SOMFY ACTIVITES SA"


def test_groups_by_page(either):
    query = Query(centre=ARVE, radius_km=12.0, limit=5)
    first = search_groups(either, query)
    second = search_groups(either, Query(**{**_fields(query), "offset": 5}))
    assert first.total == second.total > 10
    assert not set(first.rows["siren"]) & set(second.rows["siren"])
    assert first.rows["jobs"].min() >= second.rows["jobs"].max()
