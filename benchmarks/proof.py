"""docs/preuves.md from the births test: python -m benchmarks.proof (after python -m benchmarks.births)."""

import json
from typing import Any

from ancrage.domain.wording import decimal, integer
from benchmarks.harness import RESULTS, ROOT

PAGE = ROOT / "docs" / "preuves.md"
SAVED = RESULTS / "births.json"
LEVELS = {"zone_emploi": "Zones d'emploi", "epci": "Intercommunalités", "departement": "Départements"}
SCORES = {
    "part": "Part attendue (Ancrage)",
    "jobs here": "Emplois déjà dans l'activité, ici",
    "zone size": "Taille du territoire",
    "sector weight": "Poids de l'activité en France",
}
QUESTIONS = {
    "place": "Le lieu, l'activité étant donnée",
    "activity": "L'activité, le lieu étant donné",
}
HEAD = """# Preuves

Page produite par `make preuves`. Un conseil se juge sur ce qui est arrivé, pas sur son allure.

## Les naissances

{births} établissements industriels de firmes immatriculées de la fin de 2012 à la fin de 2018 (ordre des numéros SIREN,
divisions 10 à 32 de la NAF, boulangeries à part). Le programme ne voit que les établissements des firmes plus
anciennes, dans le registre tel qu'il était publié, sans correction postérieure. Il classe tous les lieux possibles
pour chaque naissance, puis toutes les activités possibles : la note (AUC) est la part des autres choix que le bon
devance, 0,5 pour le hasard. Intervalles à 95 % : tirages avec remise, naissances d'un même lieu et d'une même activité
tirées ensemble. « Ce que la part ajoute » compare sur les mêmes tirages : tout l'intervalle au-dessus de zéro, l'écart
n'est pas dû au hasard.
"""
CLAIMS = """## Ce qu'il ne faut pas en conclure

- Une chance n'est pas une promesse : elle compare un territoire à un autre de même taille, pour l'activité, pas pour un
  projet.
- Au-delà de cinq fois, les chances annoncées sont trop hardies (tableau ci-dessus) : elles sont affichées « plus de
  5 fois ».
- Une naissance compte ici les établissements encore là fin 2018, de 20 salariés et plus : ce qui a échoué avant n'y est
  pas.
- Le besoin du pays et les enjeux des élus n'entrent pas dans la chance : ce sont des souhaits, montrés à part.
"""


def page(levels: dict[str, Any]) -> str:
    """The page as Markdown, from what `benchmarks.births` prints."""
    parts = [HEAD.format(births=integer(levels["zone_emploi"]["births"]))]
    for level, title in LEVELS.items():
        found = levels[level]
        of = f"{integer(found['territories'])} territoires, {integer(found['classes'])} activités"
        parts.append(f"### {title} ({of})\n")
        parts += [_scores(title, found[question]) for question, title in QUESTIONS.items()]
    parts.append("## Une chance annoncée se réalise-t-elle ?\n")
    parts += [_calibration(LEVELS[level], levels[level]["calibration"]["chance"]) for level in LEVELS]
    return "\n".join([*parts, CLAIMS])


def _scores(title: str, scores: dict[str, Any]) -> str:
    lines = [f"| {title} | AUC | intervalle | ce que la part ajoute |", "|---|---|---|---|"]
    for name, row in scores.items():
        adds = "" if name == "part" else _interval(row["part adds"])
        lines.append(f"| {SCORES[name]} | {decimal(row['auc'], 3)} | {_interval(row['interval'])} | {adds} |")
    return "\n".join([*lines, ""])


def _calibration(title: str, rows: list[dict[str, Any]]) -> str:
    lines = [f"| {title} : chance à partir de | annoncée | observée | naissances |", "|---|---|---|---|"]
    lines += [
        f"| {decimal(r['from'], 2)} fois | {decimal(r['announced'], 2)} | {decimal(r['observed'], 2)} | "
        f"{integer(r['births'])} |"
        for r in rows
    ]
    return "\n".join([*lines, ""])


def _interval(ends: list[float]) -> str:
    return f"{decimal(ends[0], 3)} à {decimal(ends[1], 3)}"


if __name__ == "__main__":
    PAGE.write_text(page(json.loads(SAVED.read_text(encoding="utf-8"))), encoding="utf-8")
