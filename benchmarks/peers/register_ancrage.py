"""The possible producers by Ancrage, on an edition of any size, by the code of `ancrage acteurs`."""

from pathlib import Path

from ancrage.inputs.territories import read_territory
from ancrage.steps.actors.actor import around
from ancrage.steps.actors.producers import best_makers, firms_of, neighbours
from ancrage.steps.actors.wanted import wanted_activity
from ancrage.steps.local import Local
from ancrage.warehouse.edition import open_edition


def prepare(inputs):
    edition = open_edition(Path(str(inputs["edition"])))
    local = Local(edition, read_territory(edition, str(inputs["territory"])).value)
    neighbours(edition)  # how activities are near each other in the country: read once, whatever is asked
    return local, wanted_activity(str(inputs["activity"])), int(inputs["count"])


def compute(data):
    local, wanted, count = data
    local.edition._kept.pop(firms_of.__wrapped__, None)  # asked anew, as its peers are
    found = best_makers(local, around(local).near, wanted, count)
    return {"siret": found["siret"].to_numpy().astype(str), "score": found["score"].to_numpy()}
