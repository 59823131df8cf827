"""docs/performance.md from the rows that each benchmark saved: python -m benchmarks.report"""

import json
from pathlib import Path

from benchmarks.harness import RESULTS, ROOT, table

PAGE = ROOT / "docs" / "performance.md"
TITLES = {
    "complexity": "Complexité économique : RCA, ECI/PCI, proximité, densité, COI, COG",
    "regional_io": "Entrées-sorties régionales : FLQ et multiplicateurs",
    "smaa": "Robustesse d'un classement (SMAA)",
    "promethee": "PROMETHEE II",
    "robustness": "Épreuves du classement d'une étude",
    "matching": "Rapprochement d'un fichier avec le registre",
    "matching_kinds": "Rapprochement : ce que devient chaque altération",
    "register": "Le registre à l'échelle : qui pourrait faire une activité autour d'un territoire",
    "impact": "Impact de toutes les classes de l'industrie dans tous les EPCI",
    "actors_recall": "Producteurs possibles : part des firmes connues retrouvées dans les vingt premières",
    "register_search": "Le registre à l'échelle : ce qu'on y cherche tous les jours",
    "study": "Une étude, et toutes",
}
INTRODUCTION = """# Performance

Page produite par `make benchmarks` : Ancrage et ses pairs sur les mêmes données, avec les mêmes graines, l'un après
l'autre sur la même machine, chacun dans son environnement. Les rapports comptent, pas les secondes. « Écart » est le
plus grand écart relatif entre les résultats, dans les conventions du pair.
"""


def page() -> str:
    """The page as Markdown; a benchmark never run is left out."""
    parts = [INTRODUCTION]
    for name, title in TITLES.items():
        path = RESULTS / f"{name}.json"
        if path.exists():
            saved = json.loads(Path(path).read_text(encoding="utf-8"))
            parts.append(f"## {title}\n\nMachine : {saved['machine']}.\n\n{table(saved['lignes'])}\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
