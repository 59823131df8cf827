"""The plan alone, as files to edit: a workbook and a TOML, that `ancrage etude --plan` reads back."""

import io
import json

from xlsxwriter.workbook import Workbook

from ancrage.domain.plan import FIELDS, ID_LABEL, LABELS, REMOVED, SEEN_SHEET, SHEET, STAGES, STATUSES, Value
from ancrage.sections.plan import PLAN
from ancrage.study import Study
from ancrage.study.plan import OutlinedAction

LISTED = {"statut": STATUSES, "etape": STAGES}
LAST_ROW = 600


def seen_rows(study: Study) -> list[tuple[str, str, Value]]:
    """(id, field, value) that this program gives, before any change; then the actions that someone removed."""
    plan = study.plan
    return [
        *(
            (action.id, name, value)
            for action in (*plan.actions, *plan.reserve)
            for name, value in action.program.items()
        ),
        *((name, REMOVED, "") for name in plan.removed),
    ]


def finish(book: Workbook, study: Study) -> None:
    """Lists of words for the sheet « Plan », and the hidden sheet that will tell what was changed."""
    sheet = book.get_worksheet_by_name(SHEET)
    columns = [ID_LABEL, *(LABELS[name] for name in FIELDS)]
    for name, words in LISTED.items():
        at = columns.index(LABELS[name])
        sheet.data_validation(
            0, at, LAST_ROW, at, {"validate": "list", "source": list(words), "error_type": "information",
                                  "error_title": "Mot inconnu", "error_message": f"Parmi : {', '.join(words)}"}
        )  # fmt: skip
    hidden = book.add_worksheet(SEEN_SHEET)
    hidden.hide()
    hidden.freeze_panes(1, 0)
    hidden.write_row(0, 0, [ID_LABEL, "Champ", "Valeur proposée"])
    for at, (name, field, value) in enumerate(seen_rows(study), start=1):
        hidden.write_string(at, 0, name)
        hidden.write_string(at, 1, field)
        if value is not None:
            hidden.write_string(at, 2, repr(value) if isinstance(value, float) else str(value))


def plan_xlsx(study: Study) -> bytes:
    """The workbook of the plan alone. Same study, same bytes."""
    from ancrage.writers.xlsx import section_tables, start_book, write_sheet

    buffer = io.BytesIO()
    book, formats = start_book(buffer, f"{study.place.label} : plan d'action")
    write_sheet(book, formats, SHEET, section_tables(study, PLAN), printed=PLAN.printed)
    finish(book, study)
    book.close()
    return buffer.getvalue()


def plan_toml(study: Study) -> str:
    """The plan as TOML: fields to edit, the sentences that explain them as comments, what was proposed beside."""
    plan, place = study.plan, study.place
    lines = [
        f"# Plan d'action : {_comment(place.label)}. Modifiez, ajoutez des [[actions]] (sans id), effacez-en ; puis :",
        "#   ancrage etude TERRITOIRE --plan CE_FICHIER",
        "# Avancement (statut) : " + ", ".join(STATUSES) + ".",
        "# debut du plan : « AAAA-MM », ou vide ; dates des actions : « AAAA-MM » si le plan est daté, sinon M1, M2...",
        "version = 1",
        f"territoire = {_text(place.level + ':' + place.code)}",
        f"debut = {_text(plan.start)}",
        f"retirees = [{', '.join(map(_text, plan.removed))}]",
    ]
    for action in plan.actions:
        lines += _action(action, action.signal.sentence)
    for waiting in plan.reserve:
        lines += _action(waiting, waiting.signal_sentence)
    return "\n".join(lines) + "\n"


def _action(action: OutlinedAction, signal: str) -> list[str]:
    lines = ["", "[[actions]]", f"# {_comment(signal)}", f"id = {_text(action.id)}"]
    lines += [f"{name} = {_value(action.cell(name))}" for name in FIELDS]
    lines += [f"{_text(name)} = {_text(value)}" for name, value in action.extra.items()]
    if program := action.program:
        known = [f"{name} = {_value(value)}" for name, value in program.items()]
        lines.append(f"propose = {{ {', '.join(known)} }}")
    return lines


def _value(value: Value) -> str:
    return repr(value) if isinstance(value, float) else _text("" if value is None else str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
