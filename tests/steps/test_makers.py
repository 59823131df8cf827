"""The actor query that reads while it scores gives what holding every row in memory gives."""

import numpy as np
import pytest

from ancrage.methods import distance_km
from ancrage.steps.local import Local
from ancrage.steps.makers import LEAST_PROXIMITY, RADIUS_KM, best_around, possible_makers
from ancrage.warehouse.register import TABLE


def by_hand(local: Local, activity: str, count: int) -> list[tuple[str, float]]:
    rows, place = local.edition.table(TABLE), local.territory
    close = local.country.proximity[local.country.index[activity]]
    worth = np.array([close[local.country.index[code]] for code in rows["class"]])
    away = distance_km(place.lon, place.lat, rows["lon"].to_numpy(), rows["lat"].to_numpy())
    here = rows["commune"].is_in(list(place.communes)).to_numpy()
    score = worth * 0.5 ** (np.where(here, 0, away) / 50) * (1 + 0.1 * np.log(rows["jobs"].to_numpy()))
    kept = np.flatnonzero((worth >= LEAST_PROXIMITY) & (here | (away <= RADIUS_KM)))
    found = [(rows["siret"][int(i)], float(score[i])) for i in kept]
    return sorted(found, key=lambda pair: (-round(pair[1], 9), pair[0]))[:count]


@pytest.mark.parametrize("place", [("zone_emploi", "8414"), ("departement", "59"), ("zone_emploi", "0601")])
@pytest.mark.parametrize("activity", ["25.62", "21.20"])
def test_the_same_twenty_as_by_hand(edition, split, territory, place, activity):
    place = territory(*place)
    wanted = by_hand(Local(edition, place), activity, 20)
    for one in (edition, split):
        found = possible_makers(Local(one, place), activity, 20)
        assert np.allclose(found["score"], [score for _, score in wanted])
        assert set(found["siret"]) == {siret for siret, _ in wanted}


def test_no_class_is_no_maker(edition, territory):
    assert best_around(Local(edition, territory("zone_emploi", "8414")), {}, 5).height == 0
