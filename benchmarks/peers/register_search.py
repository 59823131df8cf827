"""One search of the register by Ancrage, as `ancrage etablissements` makes it."""

import json
from pathlib import Path

import numpy as np

from ancrage.warehouse.edition import open_edition
from ancrage.warehouse.register.groups import search_groups
from ancrage.warehouse.register.query import Query, search


def prepare(inputs):
    asked = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in json.loads(str(inputs["query"])).items()
    }
    return open_edition(Path(str(inputs["edition"]))), Query(**asked), bool(inputs["groups"])


def compute(data):
    edition, query, groups = data
    return {"total": np.array((search_groups if groups else search)(edition, query).total)}
