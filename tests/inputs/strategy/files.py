"""Strategy files for the tests."""

from pathlib import Path

from ancrage.domain.errors import AncrageError
from ancrage.inputs.strategy import load_strategy

WHOLE = """
version = 1
territoire = "Cognac"
annee_debut = 2026
horizon = 10
notes = \"\"\"
Vu en conseil.
horizon = 99
\"\"\"

[enjeux]
classement = ["E05", ["E01", "E08"], "E03"]

[groupes]
besoin = 4

[limites]
hectares = 12.5
megawatts = 0
eau_m3_par_jour = 300
seveso = false
secteurs_exclus = ["19", "25.62"]
secteurs_minimum = ["25"]

[[objectifs]]
indicateur = "emplois industriels"
libelle = "Retrouver 500 emplois"
unite = "emplois"
depart = 4200
annee_depart = 2024
cible = 4700
annee = 2036
enjeu = "E05"

[[objectifs]]
indicateur = "émissions"
unite = "t CO2e"
depart = 100.5
annee_depart = 2022
cible = 60
annee = 2030
enjeu = "E11"
sens = "baisse"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "strategie.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, content: str | bytes) -> str:
    """What a file that is refused says, path apart. A file that is accepted fails the test."""
    path = folder / "strategie.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    try:
        load_strategy(path)
    except AncrageError as error:
        assert error.next_step
        return str(error).replace(str(path), "F")
    raise AssertionError("accepté")
