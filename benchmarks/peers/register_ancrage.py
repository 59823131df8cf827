"""The actor query by Ancrage, on an edition of any size: the payload is measured through the code of the product."""

from pathlib import Path

from ancrage.steps.local import Local
from ancrage.steps.makers import possible_makers
from ancrage.warehouse.edition import open_edition
from ancrage.warehouse.territories import find_territory


def prepare(inputs):
    edition = open_edition(Path(str(inputs["edition"])))
    local = Local(edition, find_territory(edition, str(inputs["territory"])))
    _ = local.country  # proximities of the edition: read once, whatever is asked
    return local, str(inputs["activity"]), int(inputs["count"])


def compute(data):
    found = possible_makers(*data)
    return {"siret": found["siret"].to_numpy().astype(str), "score": found["score"].to_numpy()}
