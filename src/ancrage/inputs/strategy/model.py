"""The shape of a strategy file, version 1: its keys, their types and bounds. Descriptions say what a key expects,
in the words of the error that follows « Donnez »."""

import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
REVERSED_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _readable(text: str) -> str:
    """Text as it is, or an error when it holds what no one typed: it would forge lines in terminals and reports."""
    if any((unicodedata.category(c) == "Cc" and c not in "\n\t") or c in REVERSED_TEXT for c in text):
        raise PydanticCustomError("control_character", "contient un caractère de contrôle invisible")
    return text


def _one_line(text: str) -> str:
    if "\n" in text or "\t" in text:
        raise PydanticCustomError("several_lines", "contient un retour à la ligne ou une tabulation")
    return text


def _stakes(info: ValidationInfo) -> frozenset[str]:
    """Codes of the stakes of the reference base: data, given by the reader."""
    return frozenset((info.context or {}).get("stakes", ()))


def _known_stake(code: str, info: ValidationInfo) -> str:
    if code not in _stakes(info):
        raise PydanticCustomError("unknown_stake", "n'est pas un enjeu connu")
    return code


def _pair(text: str, info: ValidationInfo) -> str:
    codes = [code.strip() for code in text.split("/")]
    if len(codes) != 2 or not set(codes) <= _stakes(info):
        raise PydanticCustomError("unknown_pair", "n'est pas une paire d'enjeux connus")
    return text


def _code(commune: Any) -> Any:
    """74081 typed as a number is the code « 74081 »."""
    return f"{commune:05d}" if type(commune) is int and 0 < commune < 100_000 else commune


def _ties(ranking: Any) -> Any:
    """A stake alone at its rank is a tie of one."""
    return [[place] if isinstance(place, str) else place for place in ranking] if isinstance(ranking, list) else ranking


Line = Annotated[str, AfterValidator(_readable), AfterValidator(_one_line)]
Text = Annotated[str, AfterValidator(_readable)]
StakeCode = Annotated[str, AfterValidator(_known_stake)]
Amount = Annotated[float, Field(ge=0, le=1e9)]
Number = Annotated[float, Field(ge=-1e15, le=1e15)]
Year = Annotated[int, Field(ge=1000, le=9999)]
Weight = Annotated[float, Field(ge=0, le=1000)]
# 1/9 to 9 on Saaty's scale; 0.11 is how a ninth is typed
Judgement = Annotated[float, Field(ge=0.11, le=9)]
# a code or a name, of any year: which ones exist is for the readers of an edition to say
Commune = Annotated[str, BeforeValidator(_code), AfterValidator(_readable), Field(pattern=r"^[^;,|\n]{2,60}$")]
Sector = Annotated[str, Field(pattern=r"^[A-Va-v]?[0-9]{1,2}(\.?[0-9]{1,2})?[A-Za-z]?$")]


class StakesTable(BaseModel):
    """Direct weights are the keys that are not declared here; the reader tells those that are no stake."""

    model_config = STRICT | {"extra": "allow"}
    __pydantic_extra__: dict[str, Weight]
    classement: Annotated[list[list[StakeCode]] | None, BeforeValidator(_ties)] = Field(
        default=None,
        description='des codes d\'enjeux du plus au moins important, par exemple ["E05", ["E01", "E08"], "E03"]',
    )
    comparaisons: dict[Annotated[str, AfterValidator(_pair)], Judgement] | None = Field(
        default=None, description='des comparaisons de 1 (autant) à 9 (extrêmement plus), par exemple "E05/E01" = 3'
    )


class GroupsTable(BaseModel):
    model_config = STRICT
    besoin: Weight | None = Field(default=None, description="un nombre de 0 à 1000")
    ancrage: Weight | None = Field(default=None, description="un nombre de 0 à 1000")
    gain: Weight | None = Field(default=None, description="un nombre de 0 à 1000")
    enjeux: Weight | None = Field(default=None, description="un nombre de 0 à 1000")


class GoalTable(BaseModel):
    model_config = STRICT
    indicateur: Line = Field(min_length=1, max_length=200, description="ce qui est mesuré, par exemple « emplois »")
    libelle: Line | None = Field(
        default=None, min_length=1, max_length=300, description="l'objectif en une phrase (300 caractères au plus)"
    )
    unite: Line = Field(min_length=1, max_length=60, description="l'unité de mesure, par exemple « emplois »")
    depart: Number = Field(description="un nombre : la valeur de départ")
    annee_depart: Year = Field(description="une année à quatre chiffres : celle de la valeur de départ")
    cible: Number = Field(description="un nombre : la valeur à atteindre")
    annee: Year = Field(description="une année à quatre chiffres : celle où la cible doit être atteinte")
    enjeu: StakeCode = Field(description="le code d'un enjeu, par exemple E05")
    sens: Literal["hausse", "baisse"] | None = Field(default=None, description="hausse ou baisse")


class LimitsTable(BaseModel):
    model_config = STRICT
    hectares: Amount | None = Field(default=None, description="un nombre d'hectares, 0 ou plus")
    megawatts: Amount | None = Field(default=None, description="un nombre de mégawatts, 0 ou plus")
    eau_m3_par_jour: Amount | None = Field(default=None, description="un nombre de mètres cubes par jour, 0 ou plus")
    seveso: bool = Field(default=True, description="true (admis) ou false (aucun site Seveso)")
    secteurs_exclus: list[Sector] = Field(
        default=[], max_length=700, description='des codes NAF, par exemple ["20", "24.1"]'
    )
    secteurs_minimum: list[Sector] = Field(
        default=[], max_length=700, description='des codes NAF, par exemple ["10", "25.62"]'
    )


class LandTable(BaseModel):
    model_config = STRICT
    reference_ha: Amount = Field(description="un nombre d'hectares : ceux des dix années de référence")
    consomme_ha: Amount = Field(description="un nombre d'hectares : ceux consommés depuis")
    taux_reduction: Annotated[float, Field(ge=0, le=1)] | None = Field(
        default=None, description="un nombre de 0 à 1, par exemple 0.5 pour 50 %"
    )
    garantie_ha: Amount | None = Field(default=None, description="un nombre d'hectares, 0 ou plus")


class StrategyFile(BaseModel):
    """A whole file. What its parts say of each other is judged by `contradictions`, not here."""

    model_config = STRICT
    version: int = Field(default=1, ge=1, le=1, description="1")
    territoire: Line = Field(
        default="", max_length=300, description='un texte : nom, code ou niveau:code, par exemple "zone_emploi:7509"'
    )
    perimetre: list[Commune] | None = Field(
        default=None,
        min_length=1,
        max_length=5000,
        description='des communes, par leur code INSEE ou leur nom, entre guillemets, par exemple ["74081", "Thyez"]',
    )
    annee_debut: Year | None = Field(
        default=None, description="une année à quatre chiffres : la première de la stratégie"
    )
    horizon: Annotated[int, Field(ge=1, le=40)] | None = Field(
        default=None, description="un nombre entier d'années, de 1 à 40"
    )
    notes: Text = Field(
        default="", max_length=5000, description="un texte de 5 000 caractères au plus, sans caractère invisible"
    )
    enjeux: StakesTable | None = Field(default=None, description="une table de poids, par exemple E01 = 3")
    groupes: GroupsTable = Field(default=GroupsTable(), description="une table de poids, par exemple besoin = 2")
    objectifs: list[GoalTable] = Field(
        default=[], max_length=100, description="des objectifs, [[objectifs]], 100 au plus"
    )
    limites: LimitsTable = Field(default=LimitsTable(), description="une table de limites, par exemple hectares = 20")
    foncier: LandTable | None = Field(default=None, description="une table, par exemple reference_ha = 400")
