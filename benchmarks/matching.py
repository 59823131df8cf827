"""Matching files to the register: precision and recall on labelled corruptions of real names.

python -m benchmarks.matching              # report, other seeds than the one the weights come from
python -m benchmarks.matching --estimer    # m and u of reference/appariement.csv, from seed 1 and the register
python -m benchmarks.matching --petit      # a small case
"""

import argparse
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from ancrage.methods.matching import LENGTH_CLASSES, NAME_LEVELS, name_key
from ancrage.store.matching import (
    ACTIVITY_LEVELS,
    DOUBTFUL,
    MATCHED,
    THRESHOLD,
    TOWN_LEVELS,
    Match,
    Register,
    Wanted,
)
from ancrage.warehouse.edition import open_edition
from benchmarks.corruptions import KINDS, Case, cases
from benchmarks.harness import ROOT, Result, environment, measure, save, table

PEER = "splink"
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


def at(matches: list[Match], threshold: float) -> list[Match]:
    """The same decisions, at a higher threshold."""
    return [
        m if m.status != MATCHED or m.score >= threshold else Match("à revoir", m.siret, m.score, m.reason)
        for m in matches
    ]


def exact(found: list[Case], register: Register) -> list[Match]:
    """The baseline: same comparable name and same commune, one firm only."""
    known: dict[tuple[str, int], set[str]] = {}
    for siret, name, commune in zip(register.siret, register.name, register.commune.tolist(), strict=True):
        if name:
            known.setdefault((name_key(name), commune), set()).add(siret)
    matches = []
    for case in found:
        places = register.places.find(case.town) if case.town else []
        hits = set().union(*(known.get((name_key(case.name), place), set()) for place in places))
        one = len({siret[:9] for siret in hits}) == 1
        matches.append(Match(MATCHED, min(hits), 1.0, "") if one else Match("non trouvé", "", 0.0, ""))
    return matches


def splink(found: list[Case], register: Register) -> tuple[list[Match], Result]:
    """Splink on the same comparable names and communes, with its usual settings (see peers/splink_matching.py)."""
    towns = [register.places.find(case.town)[:1] if case.town else [] for case in found]
    with tempfile.TemporaryDirectory() as folder:
        payload = Path(folder) / "payload.npz"
        np.savez(
            payload,
            names=np.asarray([name_key(c.name) for c in found]),
            towns=np.asarray([t[0] if t else -1 for t in towns]),
            register_names=np.asarray([name_key(n) if n else "" for n in register.name]),
            register_towns=register.commune,
        )
        result = measure(environment(PEER), "peers/splink_matching.py", payload)
    if result.error:
        return [], result
    best, chances = result.outputs["best"], result.outputs["probability"]
    return [
        Match(MATCHED, register.siret[b], float(p), "") if b >= 0 else Match("non trouvé", "", 0.0, "")
        for b, p in zip(best, chances, strict=True)
    ], result


def report(seed: int, per_kind: int, with_peer: bool) -> list[dict[str, Any]]:
    """One row a tool and threshold."""
    found, _, left = setting(seed, per_kind)
    start = time.process_time()
    register = Register(left, open_edition().table("communes"))
    index = time.process_time() - start  # a file is matched with a register just opened: the reader waits for both
    members = sum(c.siret is not None for c in found)
    label = f"graine {seed} : {members} lignes d'entreprises du registre, {len(found) - members} d'autres"
    rows = []

    def add(tool: str, matches: list[Match], threshold: float | None, seconds: float) -> None:
        precision, recall, _ = score(register, found, matches)
        row = {"cas": label, "outil": tool, "seuil": threshold, "précision": precision, "rappel": recall}
        rows.append(row | {"secondes de processeur": seconds, "remarque": ""})

    for threshold in (0.5, THRESHOLD, 0.9, 0.95):
        start = time.process_time()
        matches = register.match(wanted(found), threshold)
        add("Ancrage", matches, threshold, index + time.process_time() - start)
    start = time.process_time()
    baseline = exact(found, register)
    add("nom normalisé et commune exacts", baseline, None, time.process_time() - start)
    if with_peer:
        theirs, result = splink(found, register)
        for threshold in (0.05, 0.2, 0.5, 0.9) if theirs else ():
            add(PEER, at(theirs, threshold), threshold, result.cpu_seconds)
        if not theirs:
            rows.append({"cas": label, "outil": PEER, "remarque": result.error})
    return rows


def by_kind(seed: int, per_kind: int) -> list[dict[str, Any]]:
    """Recall of each corruption, ours and of the baseline, and the rows of outsiders accepted by mistake."""
    found, register, _ = setting(seed, per_kind)
    matches, baseline = register.match(wanted(found)), exact(found, register)
    rows = []
    for kind in KINDS:
        mine = [i for i, c in enumerate(found) if c.kind == kind and c.siret]
        others = [i for i, c in enumerate(found) if c.kind == kind and not c.siret]

        def share(these: list[Match], mine: list[int] = mine) -> float:
            good = [these[i].status == MATCHED and right(register, found[i], these[i].siret) for i in mine]
            return sum(good) / max(1, len(mine))

        to_review = sum(matches[i].status == DOUBTFUL for i in mine) / max(1, len(mine))
        wrong = sum(matches[i].status == MATCHED for i in others)
        rows.append(
            {
                "altération": kind,
                "lignes": len(mine),
                "rappel d'Ancrage": share(matches),
                "à revoir": to_review,
                "rappel de la comparaison exacte": share(baseline),
                "étrangers acceptés": f"{wrong} sur {len(others)}",
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petit", action="store_true")
    parser.add_argument("--estimer", action="store_true")
    asked = parser.parse_args()
    if asked.estimer:
        estimate()
    elif asked.petit:
        print(table(report(SEEDS[0], SMALL, with_peer=False)))
    else:
        rows = [row for seed in SEEDS for row in report(seed, PER_KIND, with_peer=seed == SEEDS[0])]
        kinds = by_kind(SEEDS[0], PER_KIND)
        print(table(rows), table(kinds), sep="\n\n")
        save("matching", rows)
        save("matching_kinds", kinds)


if __name__ == "__main__":
    main()
