"""A question to the register and its answer."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from ancrage.domain.wording import count, listing, of_place
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.parts import box_around, departement
from ancrage.warehouse.register import TABLE, among, distance_km, shown_name, within_classes
from ancrage.warehouse.register.names import begins_a_word, corrections, is_known, relevance, spaced, words_of
from ancrage.warehouse.territories import normalise

# letters from which a word alone says something: « la » does not
TELLING = 4


class Sort(StrEnum):
    """In the words of the command line. Ties: larger first, then by SIRET."""

    RELEVANCE = "pertinence"
    DISTANCE = "distance"
    SIZE = "taille"
    NAME = "nom"
    ACTIVITY = "activite"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked; what is left empty does not filter. All filters hold together.

    number : a SIREN (9 digits) or a SIRET (14), checked
    nafs : NAF sub-classes; size_classes : as the register words them
    communes : INSEE codes; centre : (lon, lat), from which distances are counted
    radius_km : at most this far from the centre, or, when `widened`, in the communes or at most this far
    sirets : these establishments only, and in this order when no other is asked
    """

    text: str = ""
    number: str = ""
    nafs: tuple[str, ...] | None = None
    size_classes: tuple[str, ...] | None = None
    communes: tuple[str, ...] | None = None
    centre: tuple[float, float] | None = None
    radius_km: float | None = None
    widened: bool = False
    sirets: tuple[str, ...] | None = None
    sort: Sort | None = None
    offset: int = 0
    limit: int | None = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """`rows`: one page, the columns of the register with `siren`, `commune_label`, `naf_label`, `distance_km` (when
    there is a centre); `total`: how many answer in all; `understood`: French sentences on how the text was read."""

    rows: pl.DataFrame
    total: int
    understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what was typed: a word of each of `words` must begin a word of the name."""

    query: Query
    words: tuple[tuple[str, ...], ...] = ()
    sentence: str = ""


def search(edition: Edition, query: Query) -> Answer:
    """Establishments that answer, the page asked for. The text is read as typed first, else more and more loosely."""
    answer = None
    for reading in readings(edition, query):
        answer = _answer(edition, reading)
        if answer.total:
            return answer
    assert answer is not None
    return replace(answer, understood=())


def matching(edition: Edition, query: Query, words: tuple[tuple[str, ...], ...] = ()) -> pl.LazyFrame:
    """Every row that answers, lazily, with `siren` and, when there is a centre, `distance_km`."""
    near = query.centre is not None and query.radius_km is not None
    box = box_around(*query.centre, query.radius_km) if query.centre and query.radius_km is not None else None
    departements = {departement(c) for c in query.communes or ()}
    if query.communes is not None and near and not query.widened:
        rows = edition.scan(TABLE, box)
    else:
        rows = edition.scan(TABLE, box, departements)
    kept = []
    if query.nafs is not None:
        kept += [within_classes({naf[:5] for naf in query.nafs}), among("naf", query.nafs)]
    if query.size_classes is not None:
        kept.append(among("size_class", query.size_classes))
    if query.sirets is not None:
        kept.append(among("siret", query.sirets))
    if query.number:
        same = pl.col("siret") == query.number
        kept.append(same if len(query.number) == 14 else pl.col("siret").str.starts_with(query.number))
    kept += [begins_a_word(choices) for choices in words]
    here = among("commune", query.communes) if query.communes is not None else None
    close = None
    rows = rows.with_columns(siren=pl.col("siret").str.slice(0, 9))
    if query.centre is not None:
        rows = rows.with_columns(distance_km=distance_km(*query.centre))
    if box is not None:
        close = box.holds() & (pl.col("distance_km") <= query.radius_km)
    if here is not None and close is not None:
        kept.append(here | close if query.widened else here & close)
    elif here is not None or close is not None:
        kept.append(here if here is not None else close)  # type: ignore[arg-type]
    return rows.filter(*kept) if kept else rows


def _answer(edition: Edition, reading: Reading) -> Answer:
    query = reading.query
    rows = matching(edition, query, reading.words)
    columns, descending = order(query, bool(reading.words))
    if "asked" in columns and query.sirets is not None:
        rows = rows.with_columns(asked=pl.col("siret").replace_strict(query.sirets, range(len(query.sirets))))
    if reading.words:
        rows = rows.with_columns(relevance=relevance(reading.words), length=shown_name().str.len_chars())
    # two passes, each with what it needs: one shared pass would keep every row that answers in memory
    total = int(rows.select(pl.len()).collect(engine="streaming").item())
    last = total if query.limit is None else min(total, query.offset + query.limit)
    page = rows.sort(columns, descending=descending, nulls_last=True) if last > query.offset else rows.head(0)
    found = page.head(last).collect(engine="streaming")[query.offset :]
    found = labelled(edition, found.drop("relevance", "length", "asked", strict=False))
    return Answer(found, total, (reading.sentence,) if reading.sentence else ())


def order(query: Query, named: bool) -> tuple[list[str], list[bool]]:
    """Columns to sort by and whether each descends. Default: the order of `sirets`, else the name when one is asked,
    else near, else large."""
    if query.sort is None and query.sirets:
        return ["asked"], [False]
    chosen = query.sort or (Sort.RELEVANCE if named else Sort.DISTANCE if query.centre else Sort.SIZE)
    first: list[tuple[str, bool]] = []
    if chosen is Sort.RELEVANCE and named:
        first = [("relevance", True), ("length", False)]
    elif chosen is Sort.DISTANCE and query.centre:
        first = [("distance_km", False)]
    elif chosen is Sort.NAME:
        first = [("name", False)]
    elif chosen is Sort.ACTIVITY:
        first = [("naf", False)]
    names, down = zip(*first, ("jobs", True), ("siret", False), strict=True)
    return list(names), list(down)


def labelled(edition: Edition, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with the name to print, and those of their commune and activity."""
    communes = edition.table("communes").select("commune", commune_label="label")
    nafs = edition.table("naf").select("naf", naf_label="label")
    rows = rows.with_columns(shown_name())
    return rows.join(communes, on="commune", how="left", maintain_order="left").join(
        nafs, on="naf", how="left", maintain_order="left"
    )


def readings(edition: Edition, query: Query) -> Iterator[Reading]:
    """Ways to read the text, from the strictest. A later one is asked for only when the earlier ones find nothing."""
    if query.number:
        yield Reading(query)
        if len(query.number) == 14:
            firm = query.number[:9]
            yield Reading(
                replace(query, number=firm),
                sentence=f"L'établissement {spaced(query.number)} n'est pas dans le registre : voici les autres de la "
                f"même entreprise (SIREN {spaced(firm)}).",
            )
        return
    words = words_of(query.text)
    asked = tuple((word,) for word in words)
    yield Reading(query, asked)
    if not words:
        return
    yield from _with_a_commune(edition, query)
    mended, notes = [], []
    for word in words:
        near = () if is_known(edition, word) else corrections(edition, word)
        mended.append(near or (word,))
        if near:
            notes.append(f"« {word} » lu « {listing(near, 'ou')} »")
    if notes:
        yield Reading(query, tuple(mended), f"Aucun nom ne correspond tel quel : {', '.join(notes)}.")
    for left in range(len(words) - 1, -1, -1):
        fewer = tuple(choices for i, choices in enumerate(mended) if i != left)
        if any(len(choices[0]) >= TELLING for choices in fewer):
            yield Reading(
                query, fewer, f"Aucun nom ne réunit tous ces mots : voici ceux trouvés sans « {words[left]} »."
            )


def _with_a_commune(edition: Edition, query: Query) -> Iterator[Reading]:
    """« bontaz marnaz »: the last words may name a commune."""
    typed = normalise(query.text).split()
    table = edition.table("communes").select("commune", "label")
    named: dict[str, list[str]] = {}
    for code, label in table.iter_rows():
        named.setdefault(normalise(label), []).append(code)
    for cut in range(1, len(typed)):
        codes, words = named.get(" ".join(typed[cut:])), words_of(" ".join(typed[:cut]))
        if codes and words:
            kept = codes if query.communes is None else [c for c in codes if c in set(query.communes)]
            place = table.filter(pl.col("commune") == codes[0])["label"][0]
            more = f" ({count(len(codes), 'commune')} de ce nom)" if len(codes) > 1 else ""
            yield Reading(
                replace(query, communes=tuple(kept), widened=False),
                tuple((word,) for word in words),
                f"« {' '.join(typed[cut:])} » lu comme la commune {of_place(place)}{more}.",
            )
