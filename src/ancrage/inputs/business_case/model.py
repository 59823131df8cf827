"""The shape of a business case, version 1. Factors are keys that the reference base declares, not this model.

Descriptions say what a key expects, in the words of the error that follows « Donnez ».
"""

import math
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ancrage.inputs.strategy.model import Line, Text

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)
OPEN = STRICT | {"extra": "allow"}
A_VALUE = "un nombre, ou trois [bas, probable, haut]"
MOST_ORIGINS = 5
Points = tuple[float, float, float]


def _points(value: Any) -> Points:
    """A number is a certain value; three are a range, in order. Raises PydanticCustomError in French."""
    if value == "":
        raise PydanticCustomError("to_fill", "est à remplir")
    rows = value if isinstance(value, list) else [value]
    if len(rows) not in (1, 3):
        raise PydanticCustomError("value", "n'est ni un nombre ni une fourchette de trois nombres")
    for found in rows:
        if isinstance(found, bool) or not isinstance(found, int | float):
            raise PydanticCustomError("value", "n'est pas un nombre")
        if isinstance(found, float) and not math.isfinite(found):
            raise PydanticCustomError("value", "n'est pas un nombre fini")
        if abs(found) > 1e15:
            raise PydanticCustomError("value", "est un nombre démesuré")
    low, central, high = (float(x) for x in (rows if len(rows) == 3 else rows * 3))
    if not low <= central <= high:
        raise PydanticCustomError("value", "n'est pas dans l'ordre : le plus bas, le plus probable, le plus haut")
    return low, central, high


def _above_zero(value: Points) -> Points:
    if value[0] <= 0:
        raise PydanticCustomError("value", "doit être au-dessus de zéro")
    return value


Value = Annotated[Any, BeforeValidator(_points)]
Positive = Annotated[Any, BeforeValidator(_points), AfterValidator(_above_zero)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Year = Annotated[int, Field(ge=1000, le=9999)]


class GoodsTable(BaseModel):
    model_config = STRICT
    libelle: Line = Field(default="", max_length=200, description="le nom du produit")
    code: Line = Field(default="", max_length=20, description='un code douanier entre guillemets, comme "84807100"')
    activite: Line = Field(default="", max_length=10, description='une activité NAF entre guillemets, comme "25.73"')
    unite: Line = Field(default="unité", min_length=1, max_length=30, description="le nom d'une unité, au singulier")
    volume_par_an: Positive = Field(description="un volume annuel au-dessus de zéro, dans l'unité du produit")
    poids_kg: Positive | None = Field(default=None, description="le poids d'une unité, en kilogrammes")


class HomeTable(BaseModel):
    model_config = OPEN
    __pydantic_extra__: dict[str, Value]
    devise: Literal["EUR"] = Field(default="EUR", description='"EUR" : les coûts d\'ici sont en euros')


class OriginTable(BaseModel):
    model_config = OPEN
    __pydantic_extra__: dict[str, Value]
    pays: Line = Field(min_length=1, max_length=80, description='un pays : code ISO comme "CHN", ou nom français')
    devise: Currency = Field(default="EUR", description="un code de trois lettres, comme EUR ou USD")


class CommonTable(BaseModel):
    model_config = OPEN
    __pydantic_extra__: dict[str, Value]


class InvestmentTable(BaseModel):
    model_config = STRICT
    montant_eur: Positive = Field(description="un montant en euros")
    aide_pct: Value = Field(default=(0.0, 0.0, 0.0), description=f"{A_VALUE}, de 0 à 100 % de l'investissement")
    actualisation_pct: Value | None = Field(default=None, description=f"{A_VALUE}, de 0 à 50 % par an")


class CaseFile(BaseModel):
    model_config = STRICT
    version: int = Field(default=1, ge=1, le=1, description="1")
    titre: Line = Field(default="", max_length=200, description="un titre d'une ligne")
    annee: Year | None = Field(default=None, description="une année à quatre chiffres : la première du dossier")
    duree_ans: Annotated[int, Field(ge=1, le=30)] = Field(
        default=10, description="un nombre entier d'années, de 1 à 30"
    )
    notes: Text = Field(default="", max_length=5000, description="un texte de 5 000 caractères au plus")
    produit: GoodsTable = Field(description="la table [produit] : code ou activite, et volume_par_an")
    ici: HomeTable = Field(default=HomeTable(), description="la table [ici]")
    ailleurs: list[OriginTable] = Field(
        min_length=1, max_length=MOST_ORIGINS, description="de une à cinq tables [[ailleurs]], avec pays et prix"
    )
    commun: CommonTable = Field(default=CommonTable(), description="la table [commun]")
    investissement: InvestmentTable | None = Field(default=None, description="la table [investissement]")
    change: dict[Currency, Positive] = Field(
        default={}, description="combien d'unités de chaque monnaie font un euro, comme USD = [1.02, 1.08, 1.18]"
    )
