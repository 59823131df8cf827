"""The eight questions of a kit, chosen in an authored bank by the role of the actor and by what is measured."""

from dataclasses import dataclass
from functools import cache
from string import Formatter

from ancrage.reference import read_reference
from ancrage.steps.interview.bearings import Bearings

EIGHT = 8
EVERY = "tous"
# the role whose questions serve when the bank has none for the role asked
DEFAULT_ROLE = "producteur possible"


@dataclass(frozen=True, slots=True)
class Question:
    """`follow_up`: what to ask next; `why`: what makes this question worth asking here, for the asker's eyes."""

    number: int
    code: str
    theme: str
    text: str
    follow_up: str
    why: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row of the bank. `signal`: alternatives « | » of conjunctions « + » of signals, « ! » negates."""

    code: str
    theme: str
    order: int
    roles: tuple[str, ...]
    signal: str
    priority: int
    texts: tuple[str, str, str]

    @property
    def blanks(self) -> set[str]:
        return {name for text in self.texts for _, name, _, _ in Formatter().parse(text) if name}


@cache
def bank() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            code=r["code"],
            theme=r["theme"],
            order=int(r["ordre"]),
            roles=tuple(r["roles"].split(";")),
            signal=r["signal"] or "",
            priority=int(r["priorite"]),
            texts=(r["question"], r["relance"], r["pourquoi"]),
        )
        for r in read_reference("questions_entretien.csv").iter_rows(named=True)
    )


def eight_questions(role: str, found: Bearings) -> tuple[Question, ...]:
    """One question a theme, the best that the facts allow; the eight themes of highest priority, in talking order.

    Ties go to the family most frequent among the products of the target, then to the first row of the bank.
    """
    known_role = role if any(role in entry.roles for entry in bank()) else DEFAULT_ROLE
    best: dict[int, tuple[int, int, int, _Entry]] = {}
    for place, entry in enumerate(bank()):
        if known_role not in entry.roles or not _holds(entry.signal, found) or entry.blanks - found.words.keys():
            continue
        key = (-entry.priority, _family_rank(entry.signal, found), place, entry)
        if entry.order not in best or key[:3] < best[entry.order][:3]:
            best[entry.order] = key
    chosen = sorted(best.values(), key=lambda key: key[:3])[:EIGHT]
    entries = sorted((key[3] for key in chosen), key=lambda entry: entry.order)
    return tuple(
        Question(number, entry.code, entry.theme, *(text.format_map(found.words) for text in entry.texts))
        for number, entry in enumerate(entries, start=1)
    )


def mentions(block: str, role: str) -> tuple[str, ...]:
    """Sentences of a block of the page (« promesse », « donnees ») for a role, in the order of the file."""
    return tuple(text for name, roles, text in _mentions() if name == block and (EVERY in roles or role in roles))


@cache
def _mentions() -> tuple[tuple[str, tuple[str, ...], str], ...]:
    rows = read_reference("mentions_entretien.csv")
    return tuple((r["bloc"], tuple(r["roles"].split(";")), r["texte"]) for r in rows.iter_rows(named=True))


def _holds(signal: str, found: Bearings) -> bool:
    return not signal or any(
        all(part[1:] not in found.signals if part.startswith("!") else part in found.signals for part in way.split("+"))
        for way in signal.split("|")
    )


def _family_rank(signal: str, found: Bearings) -> int:
    ranks = {f"famille:{code}": rank for rank, code in enumerate(found.families)}
    return min((ranks[part] for part in signal.split("|") if part in ranks), default=len(ranks))
