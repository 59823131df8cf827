"""`cout.html`, `cout.xlsx`, `cout.json`: one business case, all of its files or none."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from ancrage.present.headings import heading
from ancrage.sections.case_figures import figures
from ancrage.sections.table import Column, Table
from ancrage.writers.html import TEMPLATES, environment, typography
from ancrage.writers.xlsx import start_book, write_sheet

Case = dict[str, Any]


HYPOTHESIS = (
    "cout_hypothese", "ou", "cout_bas", "cout_central", "cout_haut", "unite", "cout_statut", "millesime", "source",
    "remarque",
)  # fmt: skip


def hypothesis_row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "cout_hypothese": row["libelle"],
        "ou": row.get("ou", ""),
        "cout_bas": row["bas"],
        "cout_central": row["central"],
        "cout_haut": row["haut"],
        "unite": row["unite"],
        "cout_statut": row["statut"],
        "millesime": row["millesime"],
        "source": row["source"],
        "remarque": row["note"],
    }


def write_case(case: Case, folder: Path) -> list[Path]:
    """Write the three files. Raises AncrageError: the folder cannot be written."""
    from ancrage.writers.write import write_in

    text = json.dumps(case, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    files = {"cout.html": case_html(case).encode(), "cout.xlsx": case_xlsx(case), "cout.json": text.encode()}
    return write_in(folder, files)


def case_html(case: Case) -> str:
    """A page of its own: no script, no request to anywhere. Everything that comes from the case is escaped."""
    drawn = {found["pays"]: figures(case, found) for found in case["comparaisons"]}
    hypotheses = [_page_hypotheses(found) for found in case["comparaisons"][:1]]
    css = (TEMPLATES / "dossier.css").read_text(encoding="utf-8")
    page = (
        environment()
        .get_template("case.html")
        .render(case=case, drawn=drawn, css=css, hypotheses=hypotheses, study={"mesures": {}})
    )
    return typography(page)


def _plain(id: str, title: str, names: tuple[str, ...], rows: list[dict[str, Any]]) -> Table:
    columns = tuple(Column(name, heading(name).heading, heading(name).kind) for name in names)
    return Table(id, title, columns, tuple(tuple(row.get(name) for name in names) for row in rows))


def _page_hypotheses(found: dict[str, Any]) -> Table:
    """The page has less room: date and remark follow the source."""
    whole = _hypotheses(found)
    at = {column.name: i for i, column in enumerate(whole.columns)}
    names = ("cout_hypothese", "ou", "cout_bas", "cout_central", "cout_haut", "unite", "cout_statut", "source")
    rows = [
        {name: row[at[name]] for name in names}
        | {"source": " ; ".join(str(row[at[n]]) for n in ("source", "millesime", "remarque") if row[at[n]])}
        for row in whole.rows
    ]
    return _plain(whole.id, whole.title, names, rows)


def _hypotheses(found: dict[str, Any]) -> Table:
    where = {"ici": "ici", "ailleurs": found["pays_nom"]}
    rows = [hypothesis_row({**h, "ou": where.get(h["cle"].partition(".")[0], "partout")}) for h in found["hypotheses"]]
    return _plain(f"hypotheses_{found['pays']}", f"Hypothèses, {found['pays_nom']}", HYPOTHESIS, rows)


def _sensitivity(found: dict[str, Any]) -> Table:
    names = ("cout_hypothese", "cout_bas", "cout_haut", "unite", "resultat_quoi", "au_bas", "au_haut", "cout_statut")
    rows = [
        {
            "cout_hypothese": s["libelle"],
            "cout_bas": s["hypothese"]["bas"],
            "cout_haut": s["hypothese"]["haut"],
            "unite": s["hypothese"]["unite"],
            "resultat_quoi": s["resultat"],
            "au_bas": s["au_bas"],
            "au_haut": s["au_haut"],
            "cout_statut": s["hypothese"]["statut"],
        }
        for s in found["sensibilite"]
    ]
    return _plain("sensibilite", "Sensibilité : chaque hypothèse seule, à ses deux bornes", names, rows)


def case_tables(case: Case, found: dict[str, Any]) -> list[Table]:
    """The sheet of one origin."""
    lines = [{**line, "groupe_cout": line["groupe"]} for line in found["lignes"]]
    if not case["prix_ici_connu"]:
        lines = [{**line, "ici": None} for line in lines]
    years = [
        {"annee": y["annee"], **{f"resultat.{k}": v for k, v in y["resultat"].items()},
         "probabilite_ici": y["probabilite_ici"]}
        for y in found["annees"]
    ]  # fmt: skip
    levers = [
        {"levier": v["libelle"], "unite": v["unite"], "aujourd_hui": v["aujourd_hui"],
         "valeur_egalite": v["valeur"], "phrase": v["phrase"]}
        for v in found["leviers"]
    ]  # fmt: skip
    said = [{"rubrique": "Réponse", "chiffre": phrase} for phrase in found["phrases"]]
    if found["investissement"]:
        said.append({"rubrique": "Investissement", "chiffre": found["investissement"]["phrase"]})
    tables = [
        _plain("reponse", f"Réponse, {found['pays_nom']}", ("rubrique", "chiffre"), said),
        _plain("lignes", "Coût d'une unité, moyenne des fourchettes",
               ("libelle", "groupe_cout", "ailleurs", "ici", "pas"), lines),
        _plain("annees", "Années à venir", ("annee", "resultat.bas", "resultat.central", "resultat.haut",
                                            "probabilite_ici"), years),
    ]  # fmt: skip
    if levers:
        names = ("levier", "unite", "aujourd_hui", "valeur_egalite", "phrase")
        tables.append(_plain("leviers", "Ce qu'il faudrait pour que ce soit vrai", names, levers))
    return [*tables, _sensitivity(found), _hypotheses(found)]


def case_xlsx(case: Case) -> bytes:
    """A sheet an origin. Same case, same bytes."""
    buffer = BytesIO()
    book, formats = start_book(buffer, f"{case['titre']} : dossier économique")
    for found in case["comparaisons"]:
        write_sheet(book, formats, found["pays"], case_tables(case, found))
    book.close()
    return buffer.getvalue()
