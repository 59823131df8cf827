"""The sections of the two lists, and the short dossier of a place with too few plants."""

from collections.abc import Callable
from functools import cache

import polars as pl
import pytest

from ancrage.domain.territory import Territory
from ancrage.inputs.strategy import default_strategy
from ancrage.sections import RURAL_DOSSIER, SECTIONS, dossier
from ancrage.sections.blocks import Block, Figure, Items, Terms, Text
from ancrage.sections.bring_back import BRING_BACK, PRODUCTS
from ancrage.sections.defend import DEFEND, DEFENDED
from ancrage.sections.table import table
from ancrage.study import Study, run_study
from ancrage.warehouse.edition import Edition

Places = Callable[[str, str], Territory]
COGNAC = ("zone_emploi", "7509")


@cache
def told(edition: Edition, place: Territory) -> Study:
    return run_study(edition, place, default_strategy())


@pytest.fixture
def cognac(edition: Edition, territory: Places) -> Study:
    return told(edition, territory(*COGNAC))


@pytest.fixture
def rural(edition: Edition, territory: Places) -> Study:
    rows = edition.table("territories").filter(pl.col("label").str.contains("Gorges Causses Cévennes"))
    return told(edition, territory("epci", rows.filter(level="epci")["code"][0]))


def words(blocks: list[Block]) -> str:
    said = [block.text for block in blocks if isinstance(block, Text)]
    said += [f"{i.lead} {i.text} {i.note}" for block in blocks if isinstance(block, Items) for i in block.items]
    return " ".join(said)


def test_each_product_is_told_once_with_its_stakes_and_its_ranks(cognac: Study) -> None:
    blocks = list(BRING_BACK.blocks(cognac))
    first = next(block for block in blocks if isinstance(block, Items))
    assert [item.lead for item in first.items] == [f"{row.label}." for row in cognac.bring_back[: len(first.items)]]
    assert all("Enjeux : #" in item.note and "Rang : " in item.note for item in first.items)
    assert "probabilité" not in words(blocks) and "écart-type" not in words(blocks)


def test_the_six_families_of_the_founding_text_are_headings(cognac: Study) -> None:
    families = next(block for block in BRING_BACK.blocks(cognac) if isinstance(block, Terms))
    assert len(families.pairs) == 6 and all("#" in head and said.endswith(".") for head, said in families.pairs)
    assert sum(one.products for one in cognac.families) == len(cognac.bring_back)


def test_need_and_chance_stand_on_two_axes(cognac: Study) -> None:
    figure = next(block for block in BRING_BACK.blocks(cognac) if isinstance(block, Figure))
    assert figure.spec and figure.table and len(figure.table.rows) == len(cognac.bring_back)
    assert "plus de 5 fois" in figure.alt


def test_the_tables_hold_every_row(cognac: Study) -> None:
    assert len(table(cognac, PRODUCTS).rows) == len(cognac.bring_back) > 8
    assert len(table(cognac, DEFENDED).rows) == len(cognac.defend) > 5
    assert cognac.bring_back[0].label in str(table(cognac, PRODUCTS).rows[0])


def test_targets_say_which_list_they_are_of(cognac: Study) -> None:
    defended = {row.activity for row in cognac.defend}
    for target in cognac.targets:
        expected = "services" if target.kind == "service" else "défendre" if target.activity in defended else "autre"
        assert target.listed == expected
        assert target.settling is None or (target.kind == "bien" and 0 <= target.settling.times <= 5)
    assert sum(target.settling is not None for target in cognac.targets) > 200


def test_actors_are_those_of_the_two_lists_first(cognac: Study) -> None:
    targets = list(dict.fromkeys(actor.target for actor in cognac.actors))
    assert targets[:2] == [cognac.bring_back[0].activity, cognac.defend[0].activity]


def test_too_few_plants_make_a_dossier_of_a_page(rural: Study, cognac: Study) -> None:
    assert dossier(rural) == RURAL_DOSSIER and dossier(cognac) == SECTIONS
    assert rural.variant == "rurale" and rural.bring_back == () and rural.advice
    text = words([*DEFEND.blocks(rural), *BRING_BACK.blocks(rural)])
    assert text.count(rural.advice.reason) == 1
    assert "Étudiez plutôt" in text and "ancrage etude zone_emploi:" in text
    assert all(question in text for question in rural.advice.questions)
