"""Matching files to the register: precision and recall on labelled corruptions of real names.

python -m benchmarks.matching              # report, other seeds than the one the weights come from
python -m benchmarks.matching --estimer    # m and u of reference/appariement.csv, from seed 1 and the register
python -m benchmarks.matching --petit      # a small case
"""

from typing import Any

import numpy as np
import polars as pl

from ancrage.methods.matching import LENGTH_CLASSES, NAME_LEVELS
from ancrage.store.matching import ACTIVITY_LEVELS, MATCHED, TOWN_LEVELS, Match, Register, Wanted
from ancrage.warehouse.edition import open_edition
from benchmarks.corruptions import Case, cases
from benchmarks.harness import ROOT

TUNING_SEED, SEEDS = 1, (2, 3, 4)
PER_KIND, SMALL = 200, 30
TABLE = ROOT / "src" / "ancrage" / "reference" / "appariement.csv"
# town and activity: share of true pairs at each level, ours: no file of known truth measures them
TOWN_M = (0.12, 0.05, 0.08, 0.75, 0.95)
ACTIVITY_M = (0.15, 0.15, 0.70)


def setting(seed: int, per_kind: int) -> tuple[list[Case], Register, pl.DataFrame]:
    """Labelled rows, and the register without the firms held out."""
    edition = open_edition()
    establishments, communes = edition.table("establishments"), edition.table("communes")
    found, outside = cases(establishments, communes, seed, per_kind)
    left = establishments.filter(~pl.col("siret").str.slice(0, 9).is_in(list(outside)))
    return found, Register(left, communes), left


def wanted(found: list[Case]) -> list[Wanted]:
    return [Wanted(name=c.name, town=c.town) for c in found]


def right(register: Register, case: Case, siret: str) -> bool:
    """The same establishment, or another of the same firm in the same commune."""
    if case.siret is None or siret[:9] != case.siret[:9]:
        return False
    places = [register.commune[register.by_siret[s]] for s in (siret, case.siret)]
    return bool(places[0] == places[1])


def score(register: Register, found: list[Case], matches: list[Match]) -> tuple[float, float, int]:
    """Precision, recall, accepted rows. Recall counts the rows of firms that are in the register."""
    accepted = [(c, m) for c, m in zip(found, matches, strict=True) if m.status == MATCHED]
    good = sum(right(register, c, m.siret) for c, m in accepted)
    members = sum(c.siret is not None for c in found)
    return good / max(1, len(accepted)), good / max(1, members), len(accepted)


def estimate() -> None:
    """Write m (seed 1) and u (pairs of different firms of the register) of every level."""
    found, register, left = setting(TUNING_SEED, PER_KIND)
    pairs = register.pairs(wanted(found))
    true = np.asarray([register.by_siret[c.siret] if c.siret else -1 for c in found])
    hit = true[pairs.row] == pairs.establishment
    members = int((true >= 0).sum())
    rng = np.random.default_rng(TUNING_SEED)
    named = left.filter(pl.col("name").is_not_null())
    sample = named[np.sort(rng.choice(named.height, 4000, replace=False))].join(
        open_edition().table("communes").select("commune", "label"), on="commune"
    )
    asked = [Wanted(n, town=c, naf=a) for n, c, a in sample.select("name", "commune", "class").iter_rows()]
    own = np.asarray([register.siren[register.by_siret[s]] for s in sample["siret"]])
    others = register.pairs(asked)
    strange = register.siren[others.establishment] != own[others.row]
    rows: list[dict[str, Any]] = []
    lengths = register.pairs([Wanted(w.name) for w in asked])  # the same pairs: their rows give the length classes
    classes = np.full(len(asked), -1)
    classes[lengths.row] = lengths.length_class
    n = len(register.siret)
    for k, length in enumerate(LENGTH_CLASSES):
        here = pairs.length_class == k
        true_here = np.bincount(pairs.name_level[hit & here], minlength=len(NAME_LEVELS)) + 0.5
        # pairs never proposed agree on nothing
        missed = members / len(LENGTH_CLASSES) - (hit & here).sum()
        m = true_here.copy()
        m[0] += max(0.0, missed * 0.05)
        m /= m.sum()
        mine = classes == k
        u = np.bincount(others.name_level[strange & (others.length_class == k)], minlength=len(NAME_LEVELS)) + 0.5
        u = u / (max(1, mine.sum()) * n)
        u[0] = 1 - u[1:].sum()
        rows += [
            {"champ": "nom", "niveau": level, "classe": length, "m": m[i], "u": u[i]}
            for i, level in enumerate(NAME_LEVELS)
        ]
    alike = strange & (others.name_level >= 4)
    towns = np.bincount(others.town_level[alike], minlength=len(TOWN_LEVELS))[: len(TOWN_LEVELS)] + 0.5
    towns = towns / towns.sum()
    towns[4] = towns[1] + towns[2] + towns[3]
    rows += [
        {"champ": "commune", "niveau": level, "classe": "", "m": TOWN_M[i], "u": towns[i]}
        for i, level in enumerate(TOWN_LEVELS)
    ]
    activity = np.bincount(others.activity_level[alike], minlength=3) + 0.5
    activity = activity / activity.sum()
    rows += [
        {"champ": "activité", "niveau": level, "classe": "", "m": ACTIVITY_M[i], "u": activity[i]}
        for i, level in enumerate(ACTIVITY_LEVELS)
    ]
    origin = {
        "nom": "m : altérations fabriquées, graine 1 ; u : paires d'entreprises différentes du registre",
        "commune": "m : avis ; u : paires d'entreprises différentes de nom proche du registre",
        "activité": "m : avis ; u : paires d'entreprises différentes de nom proche du registre",
    }
    frame = pl.DataFrame([row | {"origine": origin[row["champ"]]} for row in rows])
    frame.with_columns(pl.col("m", "u").round_sig_figs(3)).write_csv(TABLE)
    print(frame)


if __name__ == "__main__":
    estimate()
