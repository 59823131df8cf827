"""Names that may be a person's are not kept; firms keep theirs."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ancrage.reference import read_reference
from ancrage.sources.person_names import legal_names, may_be_person

PERSONS = [
    "MICHEL DUPONT",
    "DUPONT MICHEL",
    "JEAN-PIERRE MARTIN",
    "ALLOUIS JEAN CLAUDE",
    "MME DURAND",
    "Hélène Lefèvre",
    "YANN LE GOFF",
    "DAMIEN DE JONG",
    "DR DURAND",
    "M DURAND",
    "J. DURAND",
    "J.P. DURAND",
    "J.-P. DURAND",
    "DURAND J.",
]
# what says itself a person's is never kept, whatever the size
MARKED = [
    "EI DURAND",
    "EI J DURAND",
    "DURAND EI",
    "EIRL DURAND",
    "M. DURAND",
    "MME. DURAND",
    "DR. DURAND",
    "MONSIEUR DURAND",
    "SUCCESSION DURAND",
    "SUCCESSION DE M. DURAND",
    "DURAND (SUCCESSION)",
    "AYANTS DROIT DURAND",
    "AYANTS-DROITS DE DURAND",
    "INDIVISION DURAND-MARTIN",
    "ENTREPRENEUR INDIVIDUEL DURAND",
]
FIRMS = [
    "ALBEA TUBES FRANCE",
    "SARL MICHEL DUPONT",
    "BOULANGERIE MICHEL",
    "A.B.S VIGNES",
    "DUPONT & FILS",
    "ENDIVES 2000",
    "MICHELIN",
    "ETABLISSEMENTS JEAN MARTIN",
    "M ET BATIMENT",
    "SAINT-GOBAIN ISOVER",
    "EARL PIERRE CALVEZ",
    "FRANCK PROVOST",
    "S.A. DURAND",
    "A.C. AUTOMATION",
    "S.N. APAGEO",
    "MADEMOISELLE DESSERTS",
    "EI TECHNOLOGIES",
    "M. DURAND CONSTRUCTIONS",
    "SAINT JAMES",
    "LA MADELEINE",
    "JOSEPH DIRAND ARCHITECTE",
]


@pytest.mark.parametrize("name", PERSONS)
def test_a_first_name_and_a_surname_may_be_a_person(name):
    assert may_be_person(name)


@pytest.mark.parametrize("name", MARKED)
def test_a_mark_of_a_person_hushes_the_name_whatever_the_size(name):
    assert may_be_person(name)
    rows = pl.DataFrame({"siret": ["10000000000011", "10000000000029"], "name": [name] * 2, "jobs": [750, 750]})
    assert legal_names(rows).to_list() == [None, None]


@pytest.mark.parametrize("name", ["[ND]", "[ND] [ND]", "[nd]", "N.D."])
def test_a_name_that_the_statistical_office_withholds_is_not_a_name(name):
    rows = pl.DataFrame({"siret": ["10000000000011"], "name": [name], "jobs": [750]})
    assert legal_names(rows).to_list() == [None]


@pytest.mark.parametrize("name", FIRMS)
def test_legal_forms_trades_signs_and_single_words_are_firms(name):
    assert not may_be_person(name)


@given(
    st.sampled_from(sorted(read_reference("prenoms.csv")["prenom"])), st.sampled_from(["QUENARD", "LE GOFF", "D'ORIA"])
)
def test_every_listed_first_name_is_recognised_on_either_side(first_name, surname):
    assert may_be_person(f"{first_name} {surname}")
    assert may_be_person(f"{surname} {first_name}")


def test_size_or_several_establishments_exclude_a_sole_trader():
    rows = pl.DataFrame(
        {
            "siret": ["10000000000011", "20000000000011", "30000000000011", "30000000000029", "40000000000011"],
            "name": ["MICHEL DUPONT", "MICHEL DUPONT", "MICHEL DUPONT", "FONDERIE DUPONT", "FONDERIE DUPONT"],
            "jobs": [75, 150, 35, 35, 35],
        }
    )
    assert legal_names(rows).to_list() == [None, "MICHEL DUPONT", "MICHEL DUPONT", "FONDERIE DUPONT", "FONDERIE DUPONT"]


def test_no_first_name_is_also_a_word_of_firms():
    words = set(" ".join(read_reference("mots_societes.csv")["mots"]).split())
    names = read_reference("prenoms.csv")["prenom"]
    assert not words & set(names)
    assert names.is_unique().all()
