"""Three kinds of nearness, each a share of what is related that the territory has."""

from collections.abc import Callable

import numpy as np

from ancrage.domain.described import columns
from ancrage.steps.targets.kinship import KINDS, kinship_sentence, relatedness
from ancrage.steps.targets.target import Kinship, Nearness
from ancrage.study.run import Results

Studies = Callable[[str, str], Results]


def test_relatedness_is_symmetric_and_between_zero_and_one(study: Studies) -> None:
    for kind, phi in relatedness(study("zone_emploi", "8414").local.edition).items():
        assert kind in KINDS
        assert np.allclose(phi, phi.T)
        assert phi.min() >= 0
        assert phi.max() <= 1 + 1e-9


def test_every_target_has_the_three_kinds(study: Studies) -> None:
    assert list(columns(Kinship)) == list(KINDS)
    for row in study("zone_emploi", "8414").criteria:
        kinds = (row.kinship.places, row.kinship.trade, row.kinship.trades)
        assert all(0 <= k.density <= 1 and 0 <= k.note <= 1 for k in kinds)


def test_machining_is_kin_to_a_machining_valley_by_every_kind(study: Studies) -> None:
    machining = next(t for t in study("zone_emploi", "8414").targets if t.activity == "25.62")
    kinship = next(row.kinship for row in study("zone_emploi", "8414").criteria if row.activity == "25.62")
    assert all(k.note > 0.75 for k in (kinship.places, kinship.trade, kinship.trades))
    assert "Parenté avec ce qui se fait ici : forte par les lieux, les échanges entre branches et les métiers." in (
        machining.reasons
    )


def test_what_is_present_opens_nothing_new(study: Studies) -> None:
    """The outlook gain counts what a missing activity would bring within reach."""
    targets = study("zone_emploi", "8414").targets
    assert next(t for t in targets if t.activity == "25.62").outlook_gain == 0
    assert any(t.outlook_gain for t in targets if t.establishments_here == 0)


def test_sentence_orders_by_strength() -> None:
    found = Kinship(Nearness(0.1, 0.2), Nearness(0.1, 0.8), Nearness(0.1, 0.6))
    assert kinship_sentence(found) == (
        "Parenté avec ce qui se fait ici : forte par les échanges entre branches, moyenne par les métiers, faible par "
        "les lieux."
    )
    nothing = Nearness(None, None)
    assert kinship_sentence(Kinship(nothing, nothing, nothing)) == ""
