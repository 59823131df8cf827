"""A plan as people write it: what of an action may be changed, and a file of changes read back."""

from dataclasses import dataclass, field
from typing import Literal

STAGES = ("connaître", "cibler", "attirer", "ancrer", "suivre")
PROPOSED, KEPT, RUNNING, DONE, DROPPED, RESERVE = (
    "proposée",
    "retenue",
    "en cours",
    "faite",
    "abandonnée",
    "en réserve",
)
STATUSES = (PROPOSED, KEPT, RUNNING, DONE, DROPPED, RESERVE)
# what each cell of an action holds: its name is the key in files and documents
Kind = Literal["text", "number", "month", "date", "stage", "status"]
FIELDS: dict[str, Kind] = {
    "titre": "text",
    "etape": "stage",
    "statut": "status",
    "pilote": "text",
    "partenaires": "text",
    "moyens": "text",
    "debut": "month",
    "fin": "month",
    "cout_bas_eur": "number",
    "cout_haut_eur": "number",
    "indicateur": "text",
    "unite_indicateur": "text",
    "depart": "number",
    "cible_bas": "number",
    "cible_haut": "number",
    "valeur": "number",
    "date_valeur": "date",
    "commentaire": "text",
}
Value = str | float | None
# headings of the columns people edit, in files and pages
ID_LABEL, START_LABEL = "Identifiant", "Début du plan"
LABELS: dict[str, str] = {
    "titre": "Action",
    "etape": "Étape",
    "statut": "Avancement",
    "pilote": "Pilote",
    "partenaires": "Partenaires",
    "moyens": "Moyens",
    "debut": "Début",
    "fin": "Fin",
    "cout_bas_eur": "Coût, de (€)",
    "cout_haut_eur": "Coût, à (€)",
    "indicateur": "Indicateur de l'action",
    "unite_indicateur": "Unité de l'indicateur",
    "depart": "Valeur de départ",
    "cible_bas": "Cible, de",
    "cible_haut": "Cible, à",
    "valeur": "Valeur mesurée",
    "date_valeur": "Mesurée le",
    "commentaire": "Commentaire",
}
# sheet that keeps what the program had written, to know later what people changed
SHEET, SEEN_SHEET, REMOVED = "Plan", "Plan (proposé)", "retirée"


@dataclass(frozen=True, slots=True)
class EditedAction:
    """A row of a file: `id` as written; `values` by name of FIELDS (only columns the file has); `extra`: columns this
    program does not know, kept as they are; `seen`: the values the program had written, None when it wrote none."""

    id: str
    values: dict[str, Value]
    extra: dict[str, str] = field(default_factory=dict)
    seen: dict[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class EditedPlan:
    """A whole file. `start`: first month « 2027-01 », empty when the plan has no date; `removed`: ids of the actions
    that the file had been given and whose row someone deleted; `notes`: French sentences about how it was read."""

    origin: str
    start: str
    actions: tuple[EditedAction, ...]
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ids(self) -> set[str]:
        return {a.id for a in self.actions}

    def get(self, wanted: str) -> EditedAction | None:
        return next((a for a in self.actions if a.id == wanted), None)


def month_number(text: str, start: str) -> int | None:
    """Place of a month in the plan, from 1: « M4 » is 4; « 2027-04 » is 4 in a plan that starts « 2027-01 ».

    None for a date in a plan without one.
    """
    if text.startswith("M"):
        return int(text[1:])
    if not start:
        return None
    (year, month), (first_year, first_month) = (map(int, t.split("-")[:2]) for t in (text, start))
    return (year - first_year) * 12 + month - first_month + 1


def month_text(number: int, start: str) -> str:
    """The inverse: « 2027-04 », or « M4 » in a plan without a date."""
    if not start:
        return f"M{number}"
    year, month = (int(t) for t in start.split("-")[:2])
    months = year * 12 + month - 1 + number - 1
    return f"{months // 12:04d}-{months % 12 + 1:02d}"
