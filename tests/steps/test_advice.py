"""The two lists: never a surplus, never a chance below one, never a branch average; what a native would write."""

from collections.abc import Callable
from dataclasses import replace as changed
from functools import cache

import numpy as np
import polars as pl
import pytest

from ancrage.domain.standing import STATE_CLOSED, STATE_OPEN
from ancrage.domain.territory import Level, Territory
from ancrage.inputs.strategy import default_strategy
from ancrage.methods import location_chance
from ancrage.methods.location import CAP
from ancrage.reference import read_reference
from ancrage.steps.advice import Advice, advise
from ancrage.steps.advice.bring_back import A_CLASS, SHOWN, stakes_weight
from ancrage.steps.advice.chance import chances, level_of_size, need
from ancrage.steps.advice.foothold import stand, supports
from ancrage.steps.advice.goods import goods, least_deficit, unwelcome
from ancrage.steps.advice.variant import ORDINARY, OVERSEAS, RURAL, SERVICES, variant
from ancrage.steps.advice.wording import bring_back_sentence, chance_words
from ancrage.steps.class_links import OWN, rare_trades
from ancrage.steps.local import Local
from ancrage.steps.national import national
from ancrage.warehouse.edition import Edition, open_edition

Places = Callable[[str, str], Territory]
ZONE, EPCI = "zone_emploi", "epci"
MILLAU, CHOLET, COGNAC, FLERS, BELFORT = "7614", "5206", "7509", "2809", "2705"
CLERMONT, CREUSOT, SAINT_CLAUDE = "8408", "2710", "2716"


@cache
def advice(edition: Edition, place: Territory) -> Advice:
    return advise(Local(edition, place), default_strategy())


def sample(edition: Edition) -> list[tuple[str, str]]:
    """A zone in eight and an intercommunality in sixty, overseas included."""
    rows = edition.table("territories").sort("level", "code")
    zones = rows.filter(level=ZONE)["code"].to_list()[::8]
    epci = rows.filter(level=EPCI)["code"].to_list()[::60]
    return [(ZONE, code) for code in zones] + [(EPCI, code) for code in epci]


def test_no_row_anywhere_breaks_a_rule_of_the_list(edition: Edition, territory: Places) -> None:
    """Surplus, chance below one, closed tools, small deficits, remainder headings, places without a named firm."""
    country, known, least = national(edition), goods(edition), least_deficit(edition)
    for place in sample(edition):
        found = advice(edition, territory(*place))
        register = set(Local(edition, territory(*place)).register["siret"])
        for row in found.bring_back:
            at = country.index[row.activity]
            assert row.balance_eur < 0 and -row.balance_eur >= least[at], (place, row.label)
            assert found.chance.times[at] >= 1 and 1 <= row.chance <= CAP
            assert row.activity not in unwelcome() and "n.c.a." not in row.activity_label
            assert row.footholds and {firm.siret for firm in row.footholds} <= register
            assert all(firm.name and not firm.state.startswith("signalé fermé") for firm in row.footholds)
            assert row.product in known.ids and row.best_rank <= row.rank <= row.worst_rank
        assert [row.rank for row in found.bring_back] == list(range(1, len(found.bring_back) + 1))
        assert len(found.bring_back) <= SHOWN
        classes = [row.activity for row in found.bring_back]
        assert all(classes.count(activity) <= A_CLASS for activity in classes)
        assert found.kind.name != RURAL or not found.bring_back


def test_no_surplus_product_can_enter_the_list_of_any_place(edition: Edition) -> None:
    known = goods(edition)
    assert (known.balance[known.kept] < 0).all() and known.kept.sum() > 100
    trade = edition.table("trade_product")
    for i in np.flatnonzero(known.kept):
        codes = pl.col("nc8").str.starts_with(known.codes[i][0])
        for code in known.codes[i][1:]:
            codes |= pl.col("nc8").str.starts_with(code)
        assert trade.filter(codes)["balance_eur"].sum() < 0, known.labels[i]


@pytest.mark.parametrize(
    ("place", "classes"),
    [
        (MILLAU, {"15.11", "14.14", "14.19", "15.20"}),
        (CHOLET, {"15.20", "14.13", "28.22"}),
        (COGNAC, {"23.13", "16.24", "17.21", "28.30"}),
        (FLERS, {"25.73", "25.72", "27.32"}),
        (BELFORT, {"30.91", "25.94"}),
        (CLERMONT, {"22.11", "21.20", "26.60", "32.40"}),
        (SAINT_CLAUDE, {"32.40", "32.50"}),
    ],
)
def test_the_list_reads_as_a_native_would_write_it(
    edition: Edition, territory: Places, place: str, classes: set[str]
) -> None:
    assert classes <= {row.activity for row in advice(edition, territory(ZONE, place)).bring_back}


def test_what_is_big_here_is_to_defend_and_its_one_employer_is_said(edition: Edition, territory: Places) -> None:
    """Clermont's tyres, Le Creusot's steel, forge and bogies, Cognac's spirits: never « on ne peut pas dire »."""
    tyres = advice(edition, territory(ZONE, CLERMONT)).defend[0]
    assert tyres.activity == "22.11" and tyres.quotient > 20 and "MICHELIN" in " ".join(tyres.threats)
    creusot = {row.activity: row for row in advice(edition, territory(ZONE, CREUSOT)).defend}
    assert {"24.10", "25.50", "30.20"} <= set(creusot)
    assert any("Un seul employeur" in threat for threat in creusot["24.10"].threats)
    cognac = advice(edition, territory(ZONE, COGNAC))
    assert cognac.defend[0].activity == "11.01" and cognac.defend[0].balance_eur > 0
    assert "11.01" not in {row.activity for row in cognac.bring_back}
    named = set(national(edition).classes.filter("is_named_service")["class"])
    assert not named & {row.activity for row in cognac.defend}


def test_chance_of_a_zone_is_that_of_the_whole_partition(edition: Edition, territory: Places) -> None:
    """A perimeter studied alone gets what a run over all zones gives it."""
    country = national(edition)
    register = edition.table("establishments").filter(
        pl.col("class").is_in(country.classes.filter("is_manufacturing")["class"].implode())
    )
    zones = edition.table("territories").filter(level=ZONE).sort("code")
    codes = country.classes.filter("is_manufacturing")["class"].to_list()
    of = dict(edition.table("communes").select("commune", "zone_emploi").iter_rows())
    at = {code: i for i, code in enumerate(zones["code"])}
    bought, outside = need(edition)
    every = location_chance(
        [codes.index(c) for c in register["class"]],
        [at.get(of.get(c, ""), -1) for c in register["commune"]],
        register["lon"], register["lat"], country.classes.filter("is_manufacturing")["division"].to_list(),
        centre_lon=zones["lon"], centre_lat=zones["lat"], imports=bought, extra_eu_share=outside,
    )  # fmt: skip
    alone = chances(Local(edition, territory(ZONE, COGNAC)))
    inside = country.is_manufacturing
    assert alone.part[inside] == pytest.approx(every.part[at[COGNAC]], nan_ok=True)
    assert alone.times[inside] == pytest.approx(every.chance[at[COGNAC]], nan_ok=True)
    assert (alone.capped[inside] == every.capped[at[COGNAC]]).all()
    assert np.isnan(alone.part[~inside]).all()


def test_a_chosen_perimeter_is_read_at_the_level_of_its_size(edition: Edition, territory: Places) -> None:
    zone = territory(ZONE, COGNAC)
    as_large = changed(zone, level=Level.COMMUNES, code="ici")
    assert level_of_size(Local(edition, zone)) is Level.ZONE_EMPLOI
    assert level_of_size(Local(edition, as_large)) in (Level.ZONE_EMPLOI, Level.EPCI)
    region = territory("region", "52")
    assert level_of_size(Local(edition, changed(region, level=Level.COMMUNES, code="ici"))) is Level.REGION
    whole = chances(Local(edition, as_large))
    assert whole.part == pytest.approx(chances(Local(edition, zone)).part, rel=0.5, nan_ok=True)


def test_stakes_move_the_order_at_the_weight_of_the_strategy(edition: Edition, territory: Places) -> None:
    local = Local(edition, territory(ZONE, COGNAC))
    base = default_strategy()
    assert stakes_weight(base) == pytest.approx(1.0)
    none = advise(local, changed(base, groups=base.groups | {"enjeux": 0.0})).bring_back
    usual = advice(edition, territory(ZONE, COGNAC)).bring_back
    much = advise(local, changed(base, groups=base.groups | {"enjeux": 12.0})).bring_back
    assert all(row.parts.stakes == 0 for row in none)
    orders = [[row.product for row in rows] for rows in (none, usual, much)]
    assert orders[0] != orders[2]
    for rows in (none, usual, much):
        totals = [row.parts.total for row in rows]
        assert totals == sorted(totals, reverse=True)
        for row in rows:
            assert row.parts.total == pytest.approx(row.parts.chance + row.parts.need + row.parts.stakes)


def test_a_class_that_breaks_a_limit_is_not_proposed(edition: Edition, territory: Places) -> None:
    found = advise(Local(edition, territory(ZONE, CHOLET)), default_strategy(), {"15.20"})
    assert "15.20" not in {row.activity for row in found.bring_back}


def test_a_firm_told_closed_is_no_foothold(edition: Edition, territory: Places) -> None:
    register = Local(edition, territory(ZONE, CLERMONT)).register.with_columns(
        state=pl.when(pl.col("class") == "22.11").then(pl.lit(STATE_CLOSED)).otherwise(pl.lit(STATE_OPEN))
    )
    found = supports(stand(edition, register), "22.11")
    assert not [firm for firm in found if firm.kind == OWN]
    assert all(firm.state.startswith("ouvert, confirmé") for firm in found)


def test_glasses_are_not_catheters(edition: Edition, territory: Places) -> None:
    """Saint-Claude: in a class of several trades, who makes the product itself comes first, the others are said so."""
    rows = {row.product: row for row in advice(edition, territory(ZONE, SAINT_CLAUDE)).bring_back}
    assert rows["P043"].footholds[0].name == "JULBO"
    catheters = rows["P032"].footholds
    assert catheters[0].name != "JULBO"
    assert all("autre spécialité" in firm.reason for firm in catheters if firm.name == "JULBO")


def test_a_known_share_outside_the_union_is_of_the_product_itself(edition: Edition) -> None:
    known = goods(edition)
    own = set(edition.table("supplier_exact").filter(scope="France")["code"])
    for i in np.flatnonzero(~np.isnan(known.outside)):
        assert any(code in own or any(c.startswith(code) for c in own) or code[:6] in own for code in known.codes[i])
        assert 0 <= known.outside[i] <= 1 and known.top_country[i]
    assert 0 < (~np.isnan(known.outside)).sum() < len(known.ids) / 2


def test_trades_that_everybody_hires_are_not_rare(edition: Edition) -> None:
    codes, _, alike = rare_trades(edition)
    assert not {"N1103", "M1203", "H3302", "I1304", "M1607"} & set(codes)
    assert (alike.diagonal() == 0).all() and (alike <= 1 + 1e-9).all()


def test_a_place_of_factories_is_ordinary(edition: Edition, territory: Places) -> None:
    assert variant(Local(edition, territory(ZONE, COGNAC))).name == ORDINARY


def rural(edition: Edition) -> tuple[str, str]:
    rows = edition.table("territories").filter(pl.col("label").str.contains("Gorges Causses Cévennes"), level=EPCI)
    return EPCI, str(rows["code"][0])


def test_too_few_plants_make_one_honest_page(edition: Edition, territory: Places) -> None:
    found = advice(edition, territory(*rural(edition)))
    assert found.kind.name == RURAL and found.bring_back == () and found.kind.told
    assert found.kind.told.wider and found.kind.told.wider.label in found.kind.told.reason
    assert len(found.kind.told.questions) >= 4
    assert "trop peu" in found.kind.told.reason


def test_an_island_is_told_its_own_market(edition: Edition, territory: Places) -> None:
    found = advice(edition, territory("departement", "974"))
    assert found.kind.name == OVERSEAS and found.kind.told
    text = " ".join(found.kind.told.cautions)
    assert all(word in text for word in ("métropole", "fret", "octroi de mer", "île"))
    here = set(Local(edition, territory("departement", "974")).register["class"])
    assert found.bring_back and all(row.activity in here for row in found.bring_back)
    assert not {"26.20", "26.30"} & {row.activity for row in found.bring_back}


def test_a_small_island_is_sent_to_the_whole_of_it(edition: Edition, territory: Places) -> None:
    found = advice(edition, territory(ZONE, zone(edition, "Marie-Galante")))
    assert found.kind.name == OVERSEAS and found.kind.told
    assert found.kind.told.wider and found.kind.told.wider.key == "departement:971"


def test_a_city_of_services_is_said_so(edition: Edition, territory: Places) -> None:
    found = advice(edition, territory(ZONE, zone(edition, "Montpellier")))
    assert found.kind.name == SERVICES and found.services
    assert all(row.offers and row.reason.endswith(".") for row in found.services)


def zone(edition: Edition, label: str) -> str:
    return str(edition.table("territories").filter(level=ZONE, label=label)["code"][0])


def test_the_reviewed_products_and_the_links_are_of_the_nomenclature(edition: Edition) -> None:
    trade, country = edition.table("trade_product"), national(edition)
    rows = read_reference("produits_revus.csv")
    assert rows["id"].is_unique().all() and set(rows["rubrique"]) <= set(read_reference("familles.csv")["code"])
    for codes, activity in rows.select("codes_nc", "classe").iter_rows():
        asked = codes.split(";")
        found = trade.filter(pl.any_horizontal(pl.col("nc8").str.starts_with(code) for code in asked))
        assert found["nc8"].str.head(len(asked[0])).n_unique() == len(asked)
        share = found.filter(pl.col("class") == activity)["import_eur"].sum() / found["import_eur"].sum()
        assert share >= 0.5, (activity, codes)
    links = read_reference("liens_classes.csv")
    classes = set(country.classes.filter("is_manufacturing")["class"])
    assert set(links["fournisseur"]) | set(links["client"]) <= classes
    assert links.select("fournisseur", "client").is_unique().all()


def test_a_sentence_a_foreman_would_accept() -> None:
    said = bring_back_sentence(
        deficit=457e6, wider=False, outside=None, country="", supports=(_Firm("VERRERIE A"), _Firm("VERRERIE B")),
        trade="fabrication de verre creux", times=float("inf"),
    )  # fmt: skip
    assert said == (
        "La France en achète pour 457\u00a0M€ de plus qu'elle n'en vend, sur un an. Ici, VERRERIE A et VERRERIE B sont "
        "déjà de ce métier (fabrication de verre creux). Chance d'une usine ici\u00a0: plus de 5 fois celle d'un "
        "territoire de même taille."
    )
    assert chance_words(2.34).startswith("chance d'une usine ici\u00a0: 2,3\u00a0fois celle")


class _Firm:
    kind, reason = OWN, ""

    def __init__(self, name: str) -> None:
        self.name = name


def test_an_edition_of_ones_own_gives_its_own_advice() -> None:
    """What is derived nationally is kept by the edition it comes from."""
    assert goods(open_edition()) is not goods(open_edition())
