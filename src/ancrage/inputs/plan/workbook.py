"""A plan in a workbook: the sheet « Plan », wherever it was saved again, and the hidden one that tells what changed.

The sheet is read by what its cells say, not by where they stand: headings are found whatever their row and order,
titles typed among the actions are passed, and all that is not taken is named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.domain.plan import (
    FIELDS,
    ID_LABEL,
    LABELS,
    REMOVED,
    SEEN_SHEET,
    SHEET,
    START_LABEL,
    EditedAction,
    EditedPlan,
    Value,
)
from ancrage.domain.wording import NBSP
from ancrage.inputs.bytes import shown
from ancrage.inputs.cells import clean, fold
from ancrage.inputs.plan import NEW_ONE
from ancrage.inputs.plan.cells import cell, month, refuse, some, whole
from ancrage.inputs.units import REMARKS, read_heading, words
from ancrage.inputs.workbook import Page, open_book, sheets_of

ID = "id"
# columns that the program writes and never reads back
OUR_COLUMNS = ("Signal observé", "Enjeux servis", "Objectif ou enjeu visé", "Priorité", "Hypothèse de coût", "Aides",
               "Risque", "Premiers gestes", "Pourquoi en réserve", "Sur quoi elle porte", "Modifié")  # fmt: skip
OURS = {words(name) for name in OUR_COLUMNS}
# titles of the tables of the sheet, and headings of those that hold no action
OUR_TITLES = ("reglages du plan", "les actions du plan", "en reserve", "a decider vous-memes", "hypotheses")
OTHER_TABLES = {"question", "rubrique", "chiffre", "action", "reglage", "valeur"}
# how people rename the columns
SYNONYMS = {
    ID: ("identifiant", "id", "code", "reference", "ref", "n", "no", "numero", "identifiant de l action"),
    "titre": ("titre", "intitule", "libelle", "nom de l action", "description", "actions"),
    "etape": ("phase",),
    "statut": ("statut", "etat", "etat d avancement", "etat de l action"),
    "pilote": ("responsable", "porteur", "chef de file", "referent", "pilotage"),
    "partenaires": ("partenaire",),
    "moyens": ("moyens humains", "ressources"),
    "debut": ("date de debut", "commence", "demarrage", "lancement"),
    "fin": ("date de fin", "echeance", "termine"),
    "cout_bas_eur": ("cout bas", "cout minimum", "cout min"),
    "cout_haut_eur": ("cout haut", "cout maximum", "cout max"),
    "indicateur": ("indicateur",),
    "unite_indicateur": ("unite",),
    "depart": ("depart", "situation de depart"),
    "cible_bas": ("cible basse", "cible minimum", "cible min"),
    "cible_haut": ("cible haute", "cible maximum", "cible max"),
    "valeur": ("valeur", "valeur actuelle", "realise", "resultat"),
    "date_valeur": ("date de mesure", "date de la mesure", "mesure le"),
    "commentaire": ("commentaires", "remarque", "remarques", "observations", "note", "notes"),
}  # fmt: skip
LABEL_OF = {ID: ID_LABEL} | LABELS
KNOWN = {words(ID_LABEL): ID} | {read_heading(label).name: name for name, label in LABELS.items()}
KNOWN |= {synonym: name for name, synonyms in SYNONYMS.items() for synonym in synonyms if synonym not in KNOWN}
ID_FORM = re.compile(r"[A-Z]{1,3}\d{1,3}(-\S+)?")
ALIKE, LEAST = 88, 3  # likeness of a misprint, on a scale of 100; headings that make a row of headings
Seen = dict[str, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Header:
    """`at`: field (or ID) -> place of its column; `units` of the columns of money; `extra`: theirs, by place; `ours`:
    places of the columns that are written and never read back."""

    at: dict[str, int]
    units: dict[str, str]
    extra: dict[int, str]
    ours: frozenset[int]


@dataclass(slots=True)
class Notes:
    """What is told of the reading, by kind."""

    titles: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    by_title: list[str] = field(default_factory=list)
    untitled: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)

    def sentences(self) -> Iterator[str]:
        """Each kind in one sentence."""
        for said, names in (
            ("Titres passés dans la feuille", self.titles),
            ("Colonnes reconnues sous un autre nom", self.headings),
            ("Actions sans identifiant, reconnues à leur titre", self.by_title),
            ("Cases sans titre de colonne, non lues", self.untitled),
            ("Lignes non lues, hors de tout tableau d'actions", self.aside),
        ):
            if names:
                yield f"{said}{NBSP}: {some(names)}."


def read_workbook(raw: bytes, path: Path) -> EditedPlan:
    book = open_book(path, raw)
    wanted = next((name for name in book.names if fold(name) == fold(SHEET)), None)
    if wanted is None:
        raise AncrageError(
            f"Le classeur {shown(path)} n'a pas de feuille « {SHEET} » (il a {sheets_of(book)}).", NEW_ONE
        )
    hidden = next((name for name in book.names if fold(name) == fold(SEEN_SHEET)), None)
    seen, removed = _seen(book.page(hidden) if hidden else Page([]))
    notes = Notes()
    rows, start = _Reader(path, seen, notes).read(book.page(wanted))
    written = {row.id for row, _ in rows}
    gone = [name for name in seen if name not in written]
    named = [f"{name} « {shown(seen[name].get('titre') or '', 60)} »" for name in gone if name not in removed]
    said = [*notes.sentences()]
    if named:
        said.append(f"Retirées du plan, leur ligne n'est plus dans la feuille{NBSP}: {some(named)}.")
    return whole(str(path), start, rows, [*removed, *gone], said)


def _seen(page: Page) -> tuple[Seen, list[str]]:
    """By id, what the program had written; and the ids already removed."""
    seen: Seen = {}
    removed: list[str] = []
    for _, line in page.rows[1:]:
        name, name_of, value = (clean(text) for text in (*line, "", "", "")[:3])
        if name_of == REMOVED:
            removed.append(name)
        elif name and name_of in FIELDS:
            seen.setdefault(name, {})[name_of] = cell(name_of, value, f"Feuille « {SEEN_SHEET} »")
    return seen, removed


class _Reader:
    """The rows of the sheet, one after the other."""

    def __init__(self, path: Path, seen: Seen, notes: Notes) -> None:
        self.path, self.seen, self.notes = path, seen, notes
        self.titles = {fold(str(told["titre"])): name for name, told in seen.items() if told.get("titre")}

    def read(self, page: Page) -> tuple[list[tuple[EditedAction, str]], str]:
        """Actions with where they stand, and the first month of the plan."""
        rows: list[tuple[EditedAction, str]] = []
        start, header, open_ = "", None, False
        for at, line in page.rows:
            texts = [clean(text) for text in line]
            filled = [text for text in texts if text]
            where = f"Feuille « {SHEET} », ligne {at}"
            if made := self._header(texts, at):
                header, open_ = made, True
            elif (first := self._start(texts, header)) is not None:
                start = month(first, f"{where}, « {START_LABEL} »")
                start = "" if start.startswith("M") else start
            elif header is None:
                continue
            elif self._is_title(texts, filled, header, at in page.wide):
                ends = any(fold(filled[0]).startswith(title) for title in OUR_TITLES)
                open_ = open_ and not ends
                self.notes.titles += [] if ends else [f"« {shown(filled[0], 60)} » (ligne {at})"]
            elif {words(text) for text in filled} <= OTHER_TABLES and len(filled) > 1:
                open_ = False
            elif (open_ or self._id(texts, header) in self.seen) and (row := self._row(texts, header, at, where)):
                open_, rows = True, [*rows, (row, where)]
        if header is None:
            raise AncrageError(
                f"La feuille « {SHEET} » de {shown(self.path)} n'a pas de colonne « {ID_LABEL} ».",
                f"Rétablissez ses titres. {NEW_ONE}",
            )
        return rows, start

    def _header(self, texts: Sequence[str], at: int) -> Header | None:
        """The columns of a row of headings; None when it is none."""
        found: dict[str, int] = {}
        units: dict[str, str] = {}
        extra: dict[int, str] = {}
        renamed = []
        ours = {place for place, text in enumerate(texts) if words(text) in OURS}
        for place, text in enumerate(texts):
            heading = read_heading(text)
            name = KNOWN.get(heading.name) or KNOWN.get(words(text)) or _misprint(heading.name)
            if not text or place in ours:
                continue
            if name is None or (name in found and words(text) != words(LABEL_OF[name])):
                extra[place] = text
            elif name in found and words(texts[found[name]]) == words(text):
                raise AncrageError(
                    f"La feuille « {SHEET} » de {shown(self.path)}, ligne {at}, a deux colonnes « {shown(text, 60)} ».",
                    "Renommez l'une des deux.",
                )
            else:
                if name in found:  # the exact heading wins over a likely one
                    extra[found[name]] = texts[found[name]]
                found[name] = place
                units[name] = heading.unit
                if heading.name != read_heading(LABEL_OF[name]).name:
                    renamed.append(f"« {shown(text, 40)} » → {LABEL_OF[name]}")
        exact = words(ID_LABEL) in map(words, texts)
        if not (exact and len(found) > 1) and (len(found) + len(ours) < LEAST or not {ID, "titre"} & set(found)):
            return None
        for name in ("cout_bas_eur", "cout_haut_eur"):
            remark = read_heading(texts[found[name]]).remark if name in found else ""
            if remark and words(remark) not in REMARKS:
                raise refuse(
                    f"Feuille « {SHEET} », ligne {at}",
                    f"« {shown(texts[found[name]], 60)} » n'est pas dans une unité connue",
                    "Donnez des euros, et dites-le dans le titre : (€), (k€) ou (M€).",
                )
        self.notes.headings += [text for text in renamed if text not in self.notes.headings]
        return Header(found, units, extra, frozenset(ours))

    def _start(self, texts: Sequence[str], header: Header | None) -> str | None:
        """What stands beside « Début du plan »; None when the row does not say it."""
        for place, text in enumerate(texts):
            if fold(text).startswith(fold(START_LABEL)) and (
                header is None or self._id(texts, header) not in self.seen
            ):
                return next((other for other in texts[place + 1 :] if other), "")
        return None

    def _id(self, texts: Sequence[str], header: Header) -> str:
        place = header.at.get(ID)
        name = texts[place][:60] if place is not None and place < len(texts) else ""
        return next((known for known in self.seen if fold(known) == fold(name)), name)

    def _is_title(self, texts: Sequence[str], filled: Sequence[str], header: Header, wide: bool) -> bool:
        """One text alone, which is neither an action nor its name."""
        if len(set(filled)) != 1:
            return False
        name = self._id(texts, header)
        if name and (name in self.seen or ID_FORM.fullmatch(name)):
            return False
        title = header.at.get("titre")
        alone = title is not None and title < len(texts) and texts[title] == filled[0]
        return wide or not alone or any(fold(filled[0]).startswith(our) for our in OUR_TITLES)

    def _row(self, texts: list[str], header: Header, at: int, where: str) -> EditedAction | None:
        texts = texts + [""] * (1 + max([*header.at.values(), *header.extra, 0]) - len(texts))
        name = self._id(texts, header)
        title = texts[header.at["titre"]] if "titre" in header.at else ""
        if not name and fold(title) in self.titles and (ID not in header.at):
            name = self.titles[fold(title)]
            self.notes.by_title.append(f"{name} « {shown(title, 40)} »")
        of = texts[header.at["unite_indicateur"]] if "unite_indicateur" in header.at else ""
        of = of or str(self.seen.get(name, {}).get("unite_indicateur") or "")
        values = {
            key: cell(key, texts[place], where, header.units.get(key, ""), of)
            for key, place in header.at.items()
            if key != ID
        }
        extra = {title: texts[place] for place, title in header.extra.items() if texts[place]}
        taken = {*header.at.values(), *header.extra, *header.ours}
        self.notes.untitled += [
            f"« {shown(text, 40)} » (ligne {at})" for place, text in enumerate(texts) if text and place not in taken
        ]
        if not name and not values.get("titre"):
            if any(values.values()) or extra:
                self.notes.aside.append(f"ligne {at}, sans identifiant ni titre")
            return None
        return EditedAction(name, values, extra, self.seen.get(name))


def _misprint(name: str) -> str | None:
    if len(name) < 5:
        return None
    from rapidfuzz import fuzz, process  # only odd headings need it

    close = process.extractOne(name[:100], [k for k in KNOWN if len(k) > 4], scorer=fuzz.ratio, score_cutoff=ALIKE)
    return KNOWN[close[0]] if close else None
