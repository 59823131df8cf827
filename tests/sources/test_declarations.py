"""Every declared source says who made it, under which licence, and has its reader."""

from importlib import import_module

import pytest

from ancrage.domain.errors import AncrageError
from ancrage.sources import declaration
from ancrage.sources.declaration import declared_sources, load_declaration


@pytest.mark.parametrize("source_id", declared_sources())
def test_a_declared_source_is_complete_and_has_its_reader(source_id):
    declared = load_declaration(source_id)
    assert declared.page.startswith("https://")
    assert declared.default_vintage in declared.vintages
    assert declared.caveats, "une source sans réserve n'existe pas"
    module = import_module(f"ancrage.sources.{source_id}")
    assert callable(module.read)
    assert callable(module.tidy)
    assert declared.licence in declared.source(declared.default_vintage).attribution


def test_a_source_without_licence_does_not_load(tmp_path, monkeypatch):
    (tmp_path / "muette.yml").write_text("title: Muette\nproducer: Personne\nvintages: {}\n", encoding="utf-8")
    monkeypatch.setattr(declaration, "FOLDER", tmp_path)
    with pytest.raises(AncrageError, match="licence, page, rhythm, unit, vintages, evidence manque"):
        load_declaration("muette")


def test_an_undeclared_source_is_named():
    with pytest.raises(AncrageError, match="inconnue_au_bataillon"):
        load_declaration("inconnue_au_bataillon")


def test_a_derived_database_under_odbl_says_so():
    for source_id in declared_sources():
        declared = load_declaration(source_id)
        if "ODbL" in declared.licence:
            assert any("ODbL" in caveat for caveat in declared.caveats), source_id
