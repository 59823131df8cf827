"""Strategy files: the default one, a commented template, and a reader whose errors name the line at fault."""

import difflib
import tomllib
from pathlib import Path
from typing import Any

from ancrage.domain.errors import AncrageError
from ancrage.domain.strategy import GROUPS, Stake, Strategy
from ancrage.domain.territory import Territory
from ancrage.reference import read_reference

# Evidence first: on documented relocations, jobs already in the class and nearness to what is made here
# separate better than any measure of national need, so local anchoring weighs most.
DEFAULT_GROUPS = {"besoin": 2.0, "ancrage": 5.0, "gain": 1.0, "enjeux": 2.0}
MAX_WEIGHT = 1000.0


def default_strategy() -> Strategy:
    """Each stake weighs what the six families of the source text put on it (sum of their weights)."""
    families = read_reference("familles.csv").iter_rows(named=True)
    page = {f["code"] for f in families if f["origine"] == "page" and f["niveau"] == "1"}
    weight = dict.fromkeys(read_reference("enjeux.csv")["code"], 0.0)
    for row in read_reference("enjeux_familles.csv").iter_rows(named=True):
        if row["famille"] in page:
            weight[row["enjeu"]] += float(row["poids"])
    return Strategy("défaut", _stakes(weight), dict(DEFAULT_GROUPS))


def _stakes(weight: dict[str, float]) -> tuple[Stake, ...]:
    return tuple(
        Stake(e["code"], e["hashtag"], e["libelle"], e["description"], round(weight[e["code"]], 6))
        for e in read_reference("enjeux.csv").iter_rows(named=True)
    )


def load_strategy(path: Path) -> Strategy:
    """Read a strategy file. Anything unknown, negative or contradictory is an AncrageError naming the key."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise AncrageError(
            f"Le fichier de stratégie {path} ne se lit pas ({error.strerror}).",
            "Créez-en un : ancrage strategie nouvelle TERRITOIRE > strategie.toml",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AncrageError(
            f"Le fichier de stratégie {path} n'est pas un TOML valide : {error}.", "Corrigez cette ligne."
        ) from error
    default = default_strategy()
    _known(path, "le fichier", content, ("territoire", "enjeux", "groupes"))
    territory = content.get("territoire", "")
    if not isinstance(territory, str):
        raise AncrageError(f"{path} : « territoire » doit être un texte.", 'Par exemple : territoire = "Cognac"')
    weights = {s.code: s.weight for s in default.stakes}
    if "enjeux" in content:
        # stakes a file leaves out weigh nothing: the file is the whole will of the territory
        weights = dict.fromkeys(weights, 0.0) | _weights(path, "enjeux", content["enjeux"], tuple(weights))
    groups = default.groups | _weights(path, "groupes", content.get("groupes", {}), tuple(GROUPS))
    for name, found in (("enjeux", weights), ("groupes", groups)):
        if sum(found.values()) <= 0:
            raise AncrageError(f"{path} : tous les poids de [{name}] sont nuls.", "Donnez-en au moins un positif.")
    return Strategy(str(path), _stakes(weights), groups, territory)


def _known(path: Path, where: str, found: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in found:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"Vouliez-vous « {near[0]} » ?" if near else f"Clés connues : {', '.join(known)}."
            raise AncrageError(f"{path} : « {key} » est inconnu dans {where}.", hint)


def _weights(path: Path, name: str, found: Any, known: tuple[str, ...]) -> dict[str, float]:
    if not isinstance(found, dict):
        raise AncrageError(f"{path} : [{name}] doit être une table de poids.", f"Par exemple : {known[0]} = 3")
    _known(path, f"[{name}]", found, known)
    for key, value in found.items():
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= value <= MAX_WEIGHT:
            raise AncrageError(
                f"{path} : le poids « {key} » de [{name}] vaut {value!r}.",
                f"Donnez un nombre de 0 à {MAX_WEIGHT:.0f}.",
            )
    return {key: float(value) for key, value in found.items()}


def strategy_template(territory: Territory) -> str:
    """A commented strategy file for this territory, holding the default weights. TOML text."""
    default = default_strategy()
    lines = [
        "# Stratégie de relocalisation. Changez les poids, puis : ancrage etude strategie.toml",
        "# Les poids sont relatifs : 4 pèse deux fois plus que 2, 0 écarte.",
        "",
        f'territoire = "{territory.key}"  # {territory.label}',
        "",
        "[enjeux]  # ce que le territoire veut servir",
    ]
    lines += [f"{s.code} = {s.weight:g}  # {s.label}" for s in default.stakes]
    lines += ["", "[groupes]  # ce qui compte pour classer les activités"]
    lines += [f"{code} = {default.groups[code]:g}  # {label}" for code, label in GROUPS.items()]
    return "\n".join(lines) + "\n"
