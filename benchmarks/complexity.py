"""The complexity suite (RCA, ECI/PCI, proximity, density, COI, COG) beside its peers: python -m benchmarks.complexity

`--petit` runs a small case with the peers whose environment exists already (continuous integration);
`--cas NOM` runs one case alone.
"""

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from ancrage.methods import complexity_suite
from benchmarks.harness import ROOT, Result, disagreement, environment, measure, save, saved, table

# peer -> its own conventions, as arguments of ours; econcomplex gives density in percent
PEERS: dict[str, dict[str, Any]] = {
    "econcomplex": {"ddof": 0, "keep_diagonal": False, "normalise": "target"},
    "ecomplexity": {"pci_scale": "eci", "ddof": 0, "outlook_pci": "uncentred", "coi_standardised": True},
    "fermi-cref": {"ddof": 0},
}
SCRIPTS = {
    "econcomplex": "econcomplex_suite.py",
    "ecomplexity": "ecomplexity_suite.py",
    "fermi-cref": "fermi_suite.py",
}
TOLERANCE = 1e-10
OWN_REPEATS = 15
# what a peer may take before it is stopped: its failure is the answer
MEMORY_LIMIT_MB = 12_000
TIMEOUT_S = 1500


@dataclass(frozen=True)
class Case:
    """A size: `share` of the cells hold a value; sparse ones are given to Ancrage as CSR. Peers run `repeats` times."""

    territories: int
    activities: int
    share: float
    sparse: bool = False
    repeats: int = 1


CASES = {
    "territoires": Case(1254, 732, 0.15, repeats=3),
    "pays": Case(226, 5022, 0.30),
    "communes": Case(35_000, 732, 0.03, sparse=True),
}
SMALL = {"petit": Case(120, 90, 0.2), "petit creux": Case(1500, 120, 0.05, sparse=True)}


def made_up(case: Case, seed: int = 20) -> csr_array:
    """Values with the look of the real thing: nested (the able do the rare too), in families, of very uneven size."""
    rng = np.random.default_rng(seed)
    ability, difficulty = rng.normal(size=case.territories), rng.normal(size=case.activities)
    leaning, family = rng.normal(size=(case.territories, 4)), rng.normal(size=(case.activities, 4))
    chance = (
        ability[:, None] - difficulty + leaning @ family.T / 2 + rng.gumbel(size=(case.territories, case.activities))
    )
    held = chance >= np.quantile(chance, 1 - case.share)
    held[np.arange(case.territories), chance.argmax(axis=1)] = True
    held[chance.argmax(axis=0), np.arange(case.activities)] = True
    return csr_array(np.where(held, rng.lognormal(sigma=1.5, size=held.shape) * np.exp(ability)[:, None], 0.0))


def agreement(X: csr_array, peer: str, theirs: dict[str, np.ndarray], sparse: bool) -> tuple[float, str]:
    """Largest relative difference with Ancrage in the conventions of the peer, and what explains one above 1e-10."""
    suite = complexity_suite(X if sparse else X.toarray(), **PEERS[peer])
    found, notes = {}, []
    for name, value in theirs.items():
        ours = getattr(suite, name)[: len(value)]
        found[name] = disagreement(ours * (100 if (peer, name) == ("econcomplex", "density") else 1), value)
        if found[name] > TOLERANCE and disagreement(-ours, value) < TOLERANCE:
            found[name] = disagreement(-ours, value)
            notes.append(f"{name} de signe opposé")
    return max(found.values()), ", ".join(notes + [f"{k} {v:.0e}" for k, v in found.items() if v > TOLERANCE])


def run(name: str, case: Case, peers: list[str]) -> list[dict[str, Any]]:
    """One row a contender: seconds, ratios, memory, agreement."""
    X = made_up(case)
    with tempfile.TemporaryDirectory() as folder:
        payload = Path(folder) / "payload.npz"
        np.savez(payload, data=X.data, indices=X.indices, indptr=X.indptr, shape=X.shape, sparse=case.sparse)
        ours, floor = own("ancrage_suite.py", payload), own("floor.py", payload)
        results = {}
        for peer in peers:
            results[peer] = measure(
                environment(peer),
                f"peers/{SCRIPTS[peer]}",
                payload,
                repeats=case.repeats,
                timeout=TIMEOUT_S,
                memory_limit_mb=MEMORY_LIMIT_MB,
            )
        # before and after the peers: a short run is more at the mercy of what else the machine does than a long one
        ours = min(ours, own("ancrage_suite.py", payload), key=lambda result: result.seconds)
        floor = min(floor, own("floor.py", payload), key=lambda result: result.seconds)
    rows = [line("Ancrage", ours, ours, floor), line("plancher (3 produits)", floor, ours, floor)]
    for peer, result in results.items():
        rows.append(line(peer, result, ours, floor))
        if not result.error:
            rows[-1]["écart maximal"], rows[-1]["remarque"] = agreement(X, peer, result.outputs, case.sparse)
    size = f"{case.territories} × {case.activities}, {case.share:.0%}"
    return [{"cas": name, "taille": size} | row for row in rows]


def own(script: str, payload: Path) -> Result:
    result = measure(sys.executable, f"peers/{script}", payload, repeats=OWN_REPEATS)
    if result.error:
        raise SystemExit(result.error)
    return result


def line(who: str, result: Result, ours: Result, floor: Result) -> dict[str, Any]:
    return {
        "outil": who,
        "secondes": result.seconds,
        "secondes de processeur": result.cpu_seconds,
        "fois le temps d'Ancrage": result.seconds / ours.seconds,
        "fois son temps de processeur": result.cpu_seconds / ours.cpu_seconds,
        "fois le plancher": result.seconds / floor.seconds,
        "mémoire (Mo)": result.peak_mb,
        "écart maximal": "",
        "remarque": result.error,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--petit", action="store_true")
    parser.add_argument("--cas", choices=CASES)
    parser.add_argument("--sans-pairs", action="store_true")
    chosen = parser.parse_args()
    cases = SMALL if chosen.petit else {chosen.cas: CASES[chosen.cas]} if chosen.cas else CASES
    peers = [peer for peer in PEERS if not chosen.petit or (ROOT / f".venv-{peer}").exists()]
    rows = [row for name, case in cases.items() for row in run(name, case, [] if chosen.sans_pairs else peers)]
    print(table(rows))
    if not chosen.petit and not chosen.sans_pairs:
        # a case run alone replaces its own rows
        kept = [row for row in saved("complexity") if row["cas"] not in cases]
        save("complexity", sorted(kept + rows, key=lambda row: list(CASES).index(row["cas"])))


if __name__ == "__main__":
    main()
