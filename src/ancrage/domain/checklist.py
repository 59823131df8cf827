"""The headings of « Vos 20 premiers employeurs », written by a report and read back by the store."""

SHEET = "Vos 20 premiers employeurs"
SIRET = "SIRET"
KNOWN = (SIRET, "Nom", "Commune", "Activité déclarée", "Effectif au registre", "Ce qu’on en sait", "Pourquoi ici")
# heading -> field of a correction
ANSWERS = {
    "Ouvert ?": "ferme",
    "Effectif réel": "emplois",
    "Nom d’usage": "nom",
    "Activité réelle": "activite",
}
HEADINGS = (*KNOWN, *ANSWERS)
