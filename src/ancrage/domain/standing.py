"""What is known of an establishment since its register was made, in a few French words."""

from collections.abc import Mapping
from typing import Any

# states of an establishment: what a source says of the plant, or only of its firm
STATE_OPEN, STATE_ALIVE, STATE_UNVERIFIED, STATE_CLOSED = (
    "ouvert_confirme",
    "entreprise_active",
    "non_verifie",
    "signale_ferme",
)
UNVERIFIED = "non vérifié depuis"
TO_CONFIRM = "signalé fermé, à confirmer"


def standing(row: Mapping[str, Any]) -> str:
    """« ouvert, confirmé en 2021 (Géorisques) », « non vérifié depuis 2018 »; what remains to check ends it.

    row : `state`, `state_date`, `state_source`, and when there is one `warning` or `to_confirm`."""
    year = str(row["state_date"] or "")[:4]
    when, source = f" en {year}" if year else "", f" ({row['state_source']})" if row["state_source"] else ""
    if row["state"] == STATE_OPEN:
        said = f"ouvert, confirmé{when}{source}"
    elif row["state"] == STATE_ALIVE:
        said = f"entreprise en activité{when}{source}, site non confirmé"
    elif row["state"] == STATE_CLOSED:
        said = TO_CONFIRM if row["to_confirm"] else f"signalé fermé{when}{source}"
    else:
        said = f"{UNVERIFIED} {year}"
    return f"{said} ; {row['warning']}" if row.get("warning") else said
