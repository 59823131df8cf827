"""From the territory's book to the study, by the commands alone: what people noted changes what each step says."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ancrage.steps.actors import PRODUCER
from ancrage.store.location import AUTHOR, BASE, FOLDER
from ancrage.study.run import Results
from tests.commands import run
from tests.studies import from_file

Document = dict[str, Any]
PLACE = "zone_emploi:8414"
T = ("--territoire", PLACE)


@dataclass(frozen=True)
class Book:
    """Who is told of: closed, visited, corrected and signalled (with its class)."""

    closed: str
    visited: str
    corrected: str
    signalled: str
    rare: str
    document: Document
    folder: Path


def ok(*args: str) -> str:
    done = run(*args)
    assert done.code == 0, done.err
    return done.out


def studied(folder: Path, *more: str) -> Document:
    ok("etude", PLACE, "--carnet", "--formats", "json", "--sortie", str(folder), *more)
    return from_file(folder / "etude.json")


@pytest.fixture(scope="module")
def book(study: Callable[[str, str], Results], tmp_path_factory: pytest.TempPathFactory) -> Book:
    here = study("zone_emploi", "8414")
    first = here.targets[0].activity
    makers = [a for a in here.actors if a.target == first and a.role == PRODUCER and a.here and a.siret and a.name]
    closed, visited, corrected = list({a.siren: str(a.siret) for a in makers}.values())[:3]
    rare = here.diagnostic.know_how_at_risk[0].activity
    signalled = here.local.register.filter(here.local.register["class"] == rare)["siret"][0]
    folder = tmp_path_factory.mktemp("carnet")
    files = {
        "contacts": f"SIRET;Interlocuteur;Remarques\n{corrected};Mme A.;à rappeler\n",
        "visites": f"SIRET;Date de visite;Compte rendu\n{visited};31/05/2024;Cherche un terrain de deux hectares\n",
        "signaux": f"SIRET;Type;Source\n{signalled};Transmission;dirigeant\n",
        "soutiens": f"Nom;Type;Commune;Activités;Source\nCTDEC;centre technique;Cluses;{first}, 25, 26, 27, 28;site\n",
        "sites": "Nom;Commune;Surface (ha);Puissance (MW)\nZAE des Îles;Cluses;12;5\n",
    }
    with pytest.MonkeyPatch.context() as environment:
        environment.delenv(BASE, raising=False)
        environment.setenv(FOLDER, str(folder / "carnet"))
        environment.setenv(AUTHOR, "Mme Essai")
        for kind, text in files.items():
            path = folder / f"{kind}.csv"
            path.write_text(text, encoding="utf-8")
            ok("carnet", "importer", str(path), "--type", kind, "--oui", *T)
        ok("carnet", "fermer", closed, *T)
        ok("carnet", "corriger", corrected, "--champ", "emplois", "--valeur", "999", *T)
        document = studied(folder / "une")
        again = folder / "deux"
        studied(again)
        assert (folder / "une" / "etude.json").read_bytes() == (again / "etude.json").read_bytes()
        kits = folder / "kits"
        ok("entretien", PLACE, "--activite", first, "--siret", visited, "--formats", "html", "--sortie", str(kits),
           "--carnet")  # fmt: skip
    return Book(closed, visited, corrected, signalled, rare, document, folder)


def all_actions(document: Document) -> list[Document]:
    return [*document["plan"]["actions"], *document["plan"]["reserve"]]


def action(document: Document, template: str) -> Document:
    return next(a for a in all_actions(document) if a["modele"] == template)


def test_a_closed_establishment_is_in_no_list(book: Book, arve: Document) -> None:
    assert book.closed in json.dumps(arve["acteurs"])
    text = json.dumps(book.document)
    assert book.closed not in text
    assert not any(book.closed in json.dumps(book.document["diagnostic"][k]) for k in book.document["diagnostic"])


def test_a_corrected_size_changes_the_diagnosis_and_the_actor(book: Book, arve: Document) -> None:
    row = next(a for a in book.document["acteurs"] if a["siret"] == book.corrected)
    assert row["emplois"] == 999 and "d'après le territoire : emplois" in row["raison"]
    before, after = (
        {s["activite"]: s["emplois"] for s in d["diagnostic"]["specialisations"]} for d in (arve, book.document)
    )
    assert after[row["activite"]] > before[row["activite"]]


def test_a_signal_raises_the_watch_and_the_action(book: Book, arve: Document) -> None:
    before, after = (
        {k["activite"]: k for k in d["diagnostic"]["savoir_faire_a_risque"]} for d in (arve, book.document)
    )
    told = after[book.rare]
    assert any("transmission" in s for s in told["signaux"]) and not before[book.rare]["signaux"]
    assert told["veille"] == "haute"
    handed = next(a for a in all_actions(book.document) if a["id"] == f"T27-{book.rare}")
    assert "signal noté : transmission" in handed["signal"]["phrase"] and "haute" in handed["signal"]["phrase"]
    assert handed["priorite"]["force"] == 1.0


def test_a_support_body_is_an_actor_and_a_partner(book: Book) -> None:
    rows = [a for a in book.document["acteurs"] if a["role"] == "soutien"]
    assert rows and all(r["nom"] == "CTDEC" and r["commune_nom"] == "Cluses" for r in rows)
    partners = [a["partenaires"] for a in all_actions(book.document) if a.get("sujet", {}).get("type") == "cible"]
    assert any("CTDEC" in p for p in partners)
    assert "CTDEC" not in action(book.document, "T36")["partenaires"]


def test_a_site_of_the_list_comes_first_and_enters_the_plan(book: Book, arve: Document) -> None:
    sites = book.document["sites"]
    assert sites["votre_liste"] == 1
    first = sites["par_cible"][0]
    assert first["conviennent_liste"] == 1 and first["sites"][0]["nom"] == "ZAE des Îles"
    card = action(book.document, "T15")
    assert "ZAE des Îles (Cluses)" in card["gestes"][0]
    assert "ZAE des Îles" not in json.dumps(arve["plan"], ensure_ascii=False)


def test_a_visit_is_counted_and_a_contact_is_not(book: Book) -> None:
    talk = action(book.document, "T02")
    assert "1\u00a0rencontre notée" in talk["signal"]["phrase"] and talk["depart"] == 1.0
    visited = next(a["nom"] for a in book.document["acteurs"] if a["siret"] == book.visited)
    assert visited.split(",")[0] not in talk["gestes"][1]


def test_the_study_says_that_it_used_the_book_and_keeps_names_of_people_out(book: Book) -> None:
    said = next(x["phrase"] for x in book.document["limites"] if x["titre"] == "Carnet du territoire")
    for part in ("1\u00a0établissement déclaré fermé", "1\u00a0établissement corrigé", "1\u00a0signal", "1\u00a0site",
                 "1\u00a0organisme de soutien", "1\u00a0entreprise rencontrée"):  # fmt: skip
        assert part in said
    actors = next(x["phrase"] for x in book.document["limites"] if x["titre"] == "Acteurs")
    assert "contacté" not in actors and "votre carnet" in actors
    assert "Mme A." not in json.dumps(book.document, ensure_ascii=False)


def test_the_interview_kit_prints_what_was_noted(book: Book) -> None:
    pages = "".join(p.read_text(encoding="utf-8") for p in (book.folder / "kits").rglob("*.html"))
    assert "Cherche un terrain de deux hectares" in pages
    assert "31/05/2024" in pages or "31 mai 2024" in pages or "2024-05-31" in pages
