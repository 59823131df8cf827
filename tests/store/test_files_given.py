"""Files of the real world given to the book, from the command line to what the steps read."""

from pathlib import Path

import pytest

from ancrage.domain.knowledge import Knowledge
from ancrage.warehouse.edition import Edition
from tests.commands import run
from tests.inputs.workbooks import ods, sheet

ARVE = "zone_emploi:8414"


def given(folder: Path, content: str | bytes, kind: str, name: str = "f.csv"):  # type: ignore[no-untyped-def]
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("carnet", "importer", str(path), "--type", kind, "--territoire", ARVE, "--oui")


def book() -> Knowledge:
    from ancrage.store.knowledge import knowledge_of
    from ancrage.store.opening import open_store

    open_store()
    return knowledge_of(ARVE)


def test_square_metres_become_hectares_and_it_is_said(sqlite_store: Path, tmp_path: Path) -> None:
    done = given(tmp_path, "Nom;Commune;Surface (m²)\nZone M;Cluses;12500\n", "sites")
    assert "converties en ha" in done.err and book().sites[0].area_ha == pytest.approx(1.25)


def test_a_workbook_of_the_state_reaches_the_book(sqlite_store: Path, tmp_path: Path) -> None:
    rows = [
        ["Nom commercial", "Commune\nd'implantation", "Disponibilité foncière"],
        ["Zone M", "Cluses", 3.5],
        ["Total", "", 3.5],
    ]
    given(tmp_path, ods(sheet("Notice", [["Lisez"]]), sheet("Zones", rows)), "sites", "z.ods")
    (site,) = book().sites
    assert (site.name, site.commune, site.area_ha) == ("Zone M", "74081", 3.5)


def test_one_bad_row_is_to_review_and_stops_nothing(sqlite_store: Path, tmp_path: Path) -> None:
    done = given(tmp_path, "Nom;Commune;Surface\nZone OK;Cluses;3\nZone X;Communex;2\n", "sites")
    assert "1 notée" in done.out and "à revoir" in done.out and "Communex" in done.err
    assert [s.name for s in book().sites] == ["Zone OK"]


def test_a_commune_accepted_long_ago_never_stops_a_study(sqlite_store: Path, tmp_path: Path) -> None:
    given(tmp_path, "Nom;Commune;Surface\nZone OK;Cluses;3\n", "sites")
    from ancrage.store.models import OwnSite

    book()
    OwnSite.objects.update(commune="Communex")
    done = run("etude", ARVE, "--carnet", "--formats", "json", "--sortie", str(tmp_path / "o"))
    assert done.code == 0 and "Zone OK" in done.err and "laissé de côté" in done.err
    assert "laissé de côté" in (tmp_path / "o" / "etude.json").read_text(encoding="utf-8")


def test_dates_keep_the_precision_given(sqlite_store: Path, tmp_path: Path, edition: Edition) -> None:
    firm = edition.table("establishments").filter(commune="74081").sort("jobs", descending=True)["siret"][:4].to_list()
    days = ("3 mars 2026", "février 2026", "2026", "T1 2026")
    rows = "".join(f'"=""{s}""";{day};vu\n' for s, day in zip(firm, days, strict=True))
    done = given(tmp_path, f"SIRET;Date;Compte rendu\n{rows}", "visites")
    assert "illisible" not in done.out and "4 reliées" in done.out
    assert [n.date for n in book().notes] == ["2026-03-03", "2026-02", "2026", "2026-T1"]


def test_a_closed_firm_is_offered_as_a_closure(sqlite_store: Path, tmp_path: Path, edition: Edition) -> None:
    rows = edition.table("establishments").filter(commune="74081").sort("jobs", descending=True)
    one, two = rows["siret"][:2].to_list()
    done = given(
        tmp_path,
        "siren,siret,denominationUniteLegale,libelleCommuneEtablissement,activitePrincipaleEtablissement,"
        f"etatAdministratifEtablissement\n{one[:9]},{one},,Cluses,25.62B,F\n{two[:9]},{two},,Cluses,25.62B,A\n",
        "contacts",
    )
    assert f"ancrage carnet fermer {one}" in done.err and "1 à revoir" in done.out and "1 reliée " in done.out
    assert [n.siret for n in book().notes] == [two]


def test_words_agree_with_one_and_with_several(sqlite_store: Path, tmp_path: Path) -> None:
    one = given(tmp_path, "Raison sociale;Commune\nAtelier Inconnu Zz;Cluses\n", "contacts")
    assert "1 non trouvée, gardée telle quelle" in one.out
    two = given(tmp_path, "Raison sociale;Commune\nYyy Inconnu;Cluses\nXxx Absent;Thyez\n", "contacts", "g.csv")
    assert "2 non trouvées, gardées telles quelles" in two.out


def test_old_names_and_codes_of_communes_and_activities_are_read_and_said(sqlite_store: Path, tmp_path: Path) -> None:
    rows = "Atelier Zz Inconnu;Seynod;25.53Y\nAutre Yy Absent;Cluses;2562B\n"
    done = given(tmp_path, f"Raison sociale;Commune;Code APE\n{rows}", "contacts")
    assert "Annecy" in done.err and "25.53Y" in done.err
    from ancrage.store.models import ImportedRow

    book()
    told = [row.values for row in ImportedRow.objects.order_by("line")]
    assert [(v["commune"], v["activite"]) for v in told] == [("Annecy", "25.62"), ("Cluses", "25.62")]
