"""Links between firms: neighbours, arrivals, loops; all inferred, none names a firm but the neighbours."""

from collections.abc import Callable

from ancrage.steps.input_output import input_output
from ancrage.steps.links import LEAST_SHARE, REACH_KM, links, short_label
from ancrage.study.run import Results
from ancrage.warehouse.edition import Edition

Studies = Callable[[str, str], Results]


def test_neighbours_make_what_is_missing_and_are_within_reach(study: Studies, edition: Edition) -> None:
    arve = study("zone_emploi", "8414")
    missing = {m.sector for m in arve.diagnostic.missing_links}
    register = {r["siret"]: r["class"] for r in edition.table("establishments").select("siret", "class").to_dicts()}
    table = input_output(edition)
    branch = dict(zip(arve.local.country.codes(), table.of_class.tolist(), strict=True))
    assert arve.links.supplied
    for link in arve.links.supplied:
        assert link.sector in missing
        for near in link.neighbours:
            assert near.code != "8414" and near.distance_km <= REACH_KM and near.firms
            assert {table.sectors[branch[register[f.siret]]] for f in near.firms} == {link.sector}


def test_an_arrival_only_names_branches_that_are_here(study: Studies) -> None:
    arve = study("zone_emploi", "8414")
    assert [a.activity for a in arve.links.arrivals] == [t.activity for t in arve.targets][: len(arve.links.arrivals)]
    for arrival in arve.links.arrivals:
        for partner in (*arrival.customers, *arrival.suppliers):
            assert partner.jobs > 0 and partner.share >= LEAST_SHARE
        assert arrival.sentence.endswith("à vérifier).")


def test_a_loop_closes(study: Studies, edition: Edition) -> None:
    """Each branch of a loop supplies the next; the weakest link is the smallest of them."""
    loops = study("zone_emploi", "8414").links.loops
    assert loops
    for loop in loops:
        assert len(loop.sectors) in (2, 3)
        assert len({s.sector for s in loop.sectors}) == len(loop.sectors)
        assert loop.weakest == min(s.share for s in loop.sectors) >= LEAST_SHARE


def test_a_place_without_establishment_has_no_link(study: Studies) -> None:
    local = study("zone_emploi", "8414").local
    empty = type(local)(local.edition, type(local.territory)(
        local.territory.level, "vide", "Vide", ("01002",), 267, 5.3, 45.9))  # fmt: skip
    if empty.jobs.any():
        raise AssertionError("cette commune devait être vide")
    found = links(empty, (), ["25.62"])
    assert found.supplied == found.arrivals == found.loops == ()


def test_labels_lose_what_they_exclude() -> None:
    assert short_label("Produits métalliques, à l’exception des machines et des équipements") == "Produits métalliques"
    assert short_label("Autres produits minéraux (verre)") == "Autres produits minéraux"
