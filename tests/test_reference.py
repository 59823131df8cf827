"""The reference base: codes of the nomenclature, sources on every row, and rows that a territory adds."""

import csv
import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.domain.errors import AncrageError
from ancrage.reference import read_reference
from ancrage.steps.costs.family import border_carbon
from ancrage.steps.reference_base import BASE, products_by, products_of, published_lists, reference_products
from ancrage.warehouse.edition import Edition, open_edition

COLUMNS = read_reference(BASE).columns
OWN = {
    "id": "T001",
    "famille": "sante",
    "sous_famille": "",
    "libelle": "Pansements à l'argile",
    "type": "bien",
    "codes_nc": "300510",
    "codes_nc_depuis_2022": "",
    "precision_code": "",
    "naf": "21.20Z",
    "raison_naf": "",
    "enjeux": "E01:0.7;E05:0.4",
    "raison": "savoir-faire local",
    "listes_lues": "",
    "listes_a_verifier": "",
    "mesure_defense_commerciale": "non",
    "energie_intensif": "",
    "eau_forte": "oui",
    "regime_icpe_indicatif": "D",
    "contraintes_conf": "K",
    "source_codes": "enquête de la communauté de communes",
    "source_listes": "",
}


def written(folder: Path, *rows: dict[str, str], columns: list[str] | None = None) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / "produits_d_ici.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


# the base


def test_every_code_of_the_base_is_in_the_nomenclature(edition: Edition) -> None:
    found = reference_products(edition)
    assert len(found) == 250 and len({p.id for p in found}) == 250
    assert sum(p.kind == "bien" for p in found) == 236
    goods = [p for p in found if p.kind == "bien"]
    assert all(p.trade_codes and p.activities and p.stakes and p.reason and p.source for p in found if p in goods)
    assert all(not p.trade_codes for p in found if p.kind != "bien")


def test_what_the_founding_text_names_has_its_products(edition: Edition) -> None:
    named = {p.subfamily for p in reference_products(edition)} | {p.family for p in reference_products(edition)}
    text = read_reference("familles.csv").filter(pl.col("origine") == "page")["code"].to_list()
    assert len(text) == 19 and set(text) <= named


def customs_classes(edition: Edition, codes: tuple[str, ...]) -> set[str]:
    rows = edition.table("product_class")
    return set(rows.filter(pl.any_horizontal(pl.col("nc8").str.starts_with(code) for code in codes))["class"])


def test_an_activity_is_one_of_the_customs_or_says_why_it_is_not(edition: Edition) -> None:
    """All the goods of the base; a reason stands only where it is needed."""
    explained = set()
    for product in reference_products(edition):
        if product.trade_codes:
            odd = {a for a in product.activities if a[:5] not in customs_classes(edition, product.trade_codes)}
            assert bool(odd) == bool(product.activities_reason), (product.id, odd)
            explained |= {product.id} if odd else set()
    castings_forgings_blades = {"P165", "P166", "P237"}  # their craft has no product of its own at the customs
    assert castings_forgings_blades < explained and len(explained) < 20


@pytest.mark.parametrize(
    ("id", "codes", "activities"),
    [
        ("P213", "420221;420231;420329", "15.12Z;14.19Z;32.99Z"),
        ("P246", "691010;690721", "23.42Z;23.31Z"),
        ("P234", "851610;851629;732211;732219", "27.51Z;25.21Z"),
        ("P145", "854442;854449;854460;854430", "27.32Z;27.90Z;29.31Z"),
        ("P228", "110812;110813;350510;170230;170240", "10.62Z"),
        ("P201", "530610;530620;530820;530911;530919;530921;530929", "13.10Z;13.20Z"),
        ("P223", "440711;440712;440791;440792", "16.10A;16.10B"),
        ("P057", "160250", "10.13A"),
        ("P137", "853400", "26.11Z;26.12Z"),
        ("P243", "940161;940171;940330;940340", "31.01Z;31.02Z;31.09A;31.09B"),
        ("P062", "071021;071022;071030;071080", "10.39A"),
        ("P069", "200840;200850;200870;200897;200899", "10.39B"),
    ],
)
def test_codes_and_activities_that_were_wrong(edition: Edition, id: str, codes: str, activities: str) -> None:
    product = next(p for p in reference_products(edition) if p.id == id)
    assert ";".join(product.trade_codes) == codes and ";".join(product.activities) == activities


def test_every_code_that_the_nomenclature_of_2022_dropped_has_those_that_follow(edition: Edition) -> None:
    """The nineteen products of the review whose code is gone, and those whose goods were given codes of their own."""
    later = {p.id: p.later_codes for p in reference_products(edition)}
    assert later["P023"] == ("300241",) and later["P028"] == ("382211", "382212", "382213", "382219", "382290")
    assert later["P231"] == ("854142", "854143") and later["P048"] == ("401512", "401519")
    assert later["P001"] == ("294110",)
    changed = {p.id for p in reference_products(edition) if p.later_codes != p.trade_codes}
    names = "009 023 025 028 029 045 048 078 117 118 135 149 151 175 176 195 196 198 214 224 231 238"
    assert changed == {f"P{name}" for name in names.split()}


def test_border_carbon_covers_the_codes_of_the_annex_and_no_other(edition: Edition) -> None:
    listed = {p.id for p in reference_products(edition) if "CBAM" in p.lists}
    assert {"P116", "P230", "P177", "P188"} <= listed and "P165" not in listed
    covered = {"720211", "720241", "73181500", "76071110", "28342100", "25070080", "260112", "310520", "721049"}
    exempt = {"720221", "720280", "732510", "720410", "760200", "761510", "260111", "283410", "310560", "25070020"}
    assert all(border_carbon(code) for code in covered) and not any(border_carbon(code) for code in exempt)


def test_products_are_found_by_code_and_by_class(edition: Edition) -> None:
    assert [p.label for p in products_of(edition, "85076000")] == ["Batteries lithium-ion"]
    assert products_of(edition, "00000000") == ()
    assert {"Batteries lithium-ion"} <= {p.label for p in products_by(edition, "27.20")}


def test_every_row_has_a_source() -> None:
    sources = {
        BASE: ["source_codes"],
        "listes_vulnerabilite.csv": ["source", "nature", "limites"],
        "cas_relocalisation.csv": ["source", "confiance", "statut"],
        "aides.csv": ["source", "confiance", "statut"],
        "actions_types.csv": ["origine", "signal_declencheur", "kpi"],
        "seuils_parametres.csv": ["source", "confiance", "valeur", "unite", "date"],
    }
    unlimited = {"CHIPS", "BATT"}
    for name, columns in sources.items():
        rows = read_reference(name).filter(~pl.col(read_reference(name).columns[0]).is_in(unlimited))
        assert {c: n for c, n in zip(columns, rows.select(columns).null_count().row(0), strict=True) if n} == {}, name
        assert rows.to_series(0).is_unique().all(), name


def test_no_source_is_a_file_of_whoever_wrote_it() -> None:
    for name in (BASE, "listes_vulnerabilite.csv", "aides.csv", "actions_types.csv", "seuils_parametres.csv"):
        text = read_reference(name).write_csv()
        assert not any(word in text for word in ("domain.md", "data/", "seed/", ".csv.gz")), name


def test_what_is_not_sourced_is_marked_so() -> None:
    for name in ("aides.csv", "seuils_parametres.csv"):
        rows = read_reference(name)
        general = rows.filter(pl.col("source").str.contains("connaissance générale"))
        assert general.height and set(general["confiance"]) == {"K"}


def test_lists_say_what_they_are_and_only_those_read_are_attached(edition: Edition) -> None:
    natures = {"dépendance", "sensibilité", "priorité", "politique", "secteur", "historique"}
    assert {found.nature for found in published_lists().values()} == natures
    rows = read_reference(BASE)
    unread = set(rows["listes_a_verifier"].drop_nulls().str.split(";").explode(empty_as_null=True))
    assert unread <= set(published_lists())
    assert "UE137" not in {code for p in reference_products(edition) for code in p.lists}, "liste par code non lue"


def test_cases_are_placed_in_their_territories(edition: Edition) -> None:
    cases = read_reference("cas_relocalisation.csv").filter(pl.col("code_commune").is_not_null())
    communes = edition.table("communes").select("commune", d="departement", e="epci", z="zone_emploi", label="label")
    placed = cases.drop("commune").join(communes, left_on="code_commune", right_on="commune", how="left")
    same = (
        (pl.col("departement") == pl.col("d"))
        & (pl.col("epci") == pl.col("e"))
        & (pl.col("zone_emploi") == pl.col("z"))
    )
    assert placed.filter(same).height == cases.height == 109
    assert set(cases["famille"]) <= set(read_reference("familles.csv")["code"])


def test_actions_name_known_aids_and_steps() -> None:
    aids = set(read_reference("aides.csv")["code"])
    actions = read_reference("actions_types.csv")
    assert set(actions["aides_liees"].drop_nulls().str.split(";").explode(empty_as_null=True)) <= aids
    assert set(actions["etape"]) == {"connaître", "cibler", "attirer", "ancrer", "suivre"}


def test_a_material_is_one_of_the_assessment_and_has_a_french_name() -> None:
    rows = read_reference("matieres.csv")
    assert rows["matiere"].is_unique().all()
    # materials assessed together share one name, and only they
    assert rows.group_by("evaluation").agg(pl.col("libelle").n_unique())["libelle"].max() == 1
    assert rows.group_by("libelle").agg(pl.col("evaluation").n_unique())["evaluation"].max() == 1


# the six headings of the founding text, and what no territory can bring home


SIX = {"alimentationsaine", "sante", "machines", "electronique", "informatique", "process"}


def longest(prefixes: dict[str, str], code: str) -> str:
    """What the longest beginning of a code says."""
    return prefixes[max((p for p in prefixes if code.startswith(p)), key=len)]


def test_every_product_and_activity_hangs_under_one_of_the_six_families(edition: Edition) -> None:
    families = {r["code"]: r for r in read_reference("familles.csv").rows(named=True)}
    assert all((families[c]["hashtag"], families[c]["origine"]) == (f"#{c}", "page") for c in SIX)
    assert {r["rubrique"] for r in families.values()} == SIX
    for row in families.values():
        assert row["rubrique"] == families[row["parent"] or row["code"]]["rubrique"], row["code"]
        assert row["code"] not in SIX or row["rubrique"] == row["code"]
    assert {families[p.family]["rubrique"] for p in reference_products(edition)} == SIX
    prefixes = dict(read_reference("rubriques_activites.csv").select("prefixe", "rubrique").iter_rows())
    assert set(prefixes.values()) == SIX
    classes = edition.table("naf_classes").filter(pl.col("is_manufacturing") | pl.col("is_named_service"))["class"]
    made = {naf[:5] for p in reference_products(edition) for naf in p.activities}
    assert all(longest(prefixes, code) in SIX for code in {*classes, *made})
    assert [longest(prefixes, c) for c in ("10.51", "32.50", "27.20", "27.11", "63.11", "23.20")] == [
        "alimentationsaine", "sante", "electronique", "machines", "informatique", "process",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "column", "expected"),
    [
        ("activites_non_hebergeables.csv", "prefixe", {"02", "03", "05", "06", "07", "08", "09", "19"}),
        ("activites_sans_nouvelle_usine.csv", "classe", {"19.20", "12.00", "10.81", "23.51"}),
    ],
)
def test_short_lists_give_a_reason_and_a_source(edition: Edition, name: str, column: str, expected: set[str]) -> None:
    rows = read_reference(name)
    assert rows[column].is_unique().all() and expected <= set(rows[column])
    assert not any(rows.null_count().row(0)), name
    known = edition.table("naf_classes")["class"]
    assert all(known.str.starts_with(code).any() for code in rows[column])


# rows that a territory adds


def test_a_territory_adds_its_own_products(edition: Edition, tmp_path: Path) -> None:
    found = reference_products(edition, written(tmp_path, OWN, OWN | {"id": "T002", "libelle": "Compresses"}))
    assert found[:250] == reference_products(edition)
    added = found[250:]
    assert [p.id for p in added] == ["T001", "T002"]
    assert added[0].origin == "produits_d_ici.csv" and not added[0].constraints_read
    assert added[0].stakes == (("E01", 0.7), ("E05", 0.4))
    assert (added[0].energy_intensive, added[0].water_intensive, added[0].trade_defence) == (None, True, False)


def test_a_file_saved_by_a_spreadsheet_is_read(edition: Edition, tmp_path: Path) -> None:
    path = written(tmp_path, OWN)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert len(reference_products(edition, path)) == 251


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"id": "P001"}, "id", "existe déjà"),
        ({"libelle": " "}, "libelle", "vide"),
        ({"famille": "santé"}, "famille", "« santé » n'existe pas"),
        ({"type": "produit"}, "type", "produit"),
        ({"codes_nc": ""}, "codes_nc", "vide pour un bien"),
        ({"codes_nc": "3005"}, "codes_nc", "six chiffres"),
        ({"codes_nc": "300510;999999"}, "codes_nc", "« 999999 » n'existe pas"),
        ({"codes_nc_depuis_2022": "3005"}, "codes_nc_depuis_2022", "six chiffres"),
        ({"naf": "21.20"}, "naf", "« 21.20 » n'existe pas"),
        ({"enjeux": "E99:0.5"}, "enjeux", "« E99 » n'existe pas"),
        ({"enjeux": "E01:2"}, "enjeux", "entre 0 et 1"),
        ({"enjeux": "E01:nan"}, "enjeux", "entre 0 et 1"),
        ({"enjeux": "E01"}, "enjeux", "E01:0.8"),
        ({"listes_lues": "UE999"}, "listes_lues", "UE999"),
        ({"eau_forte": "peut-être"}, "eau_forte", "ni oui ni non"),
        ({"source_codes": ""}, "source_codes", "vide"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(
    edition: Edition, tmp_path: Path, cells: dict[str, str], column: str, said: str
) -> None:
    path = written(tmp_path, OWN, OWN | {"id": "T002"} | cells)
    with pytest.raises(AncrageError) as error:
        reference_products(edition, path)
    assert f"produits_d_ici.csv, ligne 3, colonne « {column} »" in error.value.message
    assert said in error.value.message


def test_a_file_of_another_shape_is_refused_in_a_sentence(edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(AncrageError, match=r"colonnes .*\(source_listes\)"):
        reference_products(edition, written(tmp_path, OWN, columns=COLUMNS[:-1]))
    semicolons = written(tmp_path, OWN)
    semicolons.write_text(semicolons.read_text(encoding="utf-8").replace(",", ";"), encoding="utf-8")
    with pytest.raises(AncrageError, match="colonnes"):
        reference_products(edition, semicolons)
    latin = tmp_path / "latin.csv"
    latin.write_bytes((",".join(COLUMNS) + "\nT001,sant\xe9\n").encode("latin-1"))
    with pytest.raises(AncrageError, match="UTF-8"):
        reference_products(edition, latin)
    short = tmp_path / "court.csv"
    short.write_text(",".join(COLUMNS) + "\nT001,sante\n", encoding="utf-8")
    with pytest.raises(AncrageError, match="cellules"):
        reference_products(edition, short)
    with pytest.raises(AncrageError, match="ne se lit pas"):
        reference_products(edition, tmp_path / "absent.csv")


@given(st.text(max_size=200))
def test_any_text_gives_rows_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.mktemp("ajouts") / "ajouts.csv"
    path.write_text(",".join(COLUMNS) + "\n" + text, encoding="utf-8", errors="replace")
    try:
        assert len(reference_products(open_edition(), path)) >= 250
    except AncrageError as error:
        assert error.message.endswith(".")
