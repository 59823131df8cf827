"""The plan alone, as files to edit: a workbook and a TOML, that `ancrage etude --plan` reads back."""

import io
import json
from typing import Any

from xlsxwriter.workbook import Workbook

from ancrage.domain.plan import FIELDS, ID_LABEL, LABELS, REMOVED, SEEN_SHEET, SHEET, STAGES, STATUSES
from ancrage.present.credits import Study

LISTED = {"statut": STATUSES, "etape": STAGES}
LAST_ROW = 600


def seen_rows(study: Study) -> list[tuple[str, str, Any]]:
    """(id, field, value) that this program gives, before any change; then the actions that someone removed."""
    plan = study["plan"]
    return [
        *(
            (row["id"], name, row["propose"][name])
            for part in ("actions", "reserve")
            for row in plan[part]
            for name in FIELDS
            if name in row["propose"]
        ),
        *((name, REMOVED, "") for name in plan["retirees"]),
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
    from ancrage.reports.plan_tables import sheet
    from ancrage.writers.xlsx import start_book, write_sheet

    buffer = io.BytesIO()
    book, formats = start_book(buffer, f"{study['territoire']['nom']} : plan d'action")
    write_sheet(book, formats, SHEET, sheet(study))
    finish(book, study)
    book.close()
    return buffer.getvalue()


def plan_toml(study: Study) -> str:
    """The plan as TOML: fields to edit, the sentences that explain them as comments, what was proposed beside."""
    plan, place = study["plan"], study["territoire"]
    lines = [
        f"# Plan d'action : {_comment(place['nom'])}. Modifiez, ajoutez des [[actions]] (sans id), effacez-en ; puis :",
        "#   ancrage etude TERRITOIRE --plan CE_FICHIER",
        "# Avancement (statut) : " + ", ".join(STATUSES) + ".",
        "# debut du plan : « AAAA-MM », ou vide ; dates des actions : « AAAA-MM » si le plan est daté, sinon M1, M2...",
        "version = 1",
        f"territoire = {_text(place['niveau'] + ':' + place['code'])}",
        f"debut = {_text(plan['debut'])}",
        f"retirees = [{', '.join(map(_text, plan['retirees']))}]",
    ]
    for part in ("actions", "reserve"):
        for row in plan[part]:
            lines += ["", "[[actions]]", f"# {_comment(row['signal']['phrase'])}", f"id = {_text(row['id'])}"]
            lines += [f"{name} = {_value(row[name])}" for name in FIELDS]
            lines += [f"{_text(name)} = {_text(value)}" for name, value in row["autres"].items()]
            if row["propose"]:
                known = [f"{n} = {_value(row['propose'][n])}" for n in FIELDS if n in row["propose"]]
                lines.append(f"propose = {{ {', '.join(known)} }}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    return repr(value) if isinstance(value, float) else _text("" if value is None else str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
