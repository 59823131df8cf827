"""A business case to fill: every default written as a comment, with its range, unit, date and source."""

from collections.abc import Iterator, Mapping, Sequence

from ancrage.steps.costs.case import common_values, home_side, origin_side
from ancrage.steps.costs.components import GROUPS
from ancrage.steps.costs.estimates import TO_CHECK, Estimate, factors, parameter
from ancrage.steps.costs.goods import Goods
from ancrage.steps.costs.places import Place

PARTS = GROUPS | {"structure": "Structure du coût", "avenir": "Années à venir"}
HEAD = """# Dossier économique : {label}
#
# Trois choses suffisent : le produit (ou l'activité), le volume par an, et le prix ailleurs.
# Remplacez chaque "" par votre valeur : le dossier ne se calcule pas avant.
# Une valeur est un nombre (100) ou une fourchette [bas, probable, haut].
# Les lignes qui commencent par # sont les valeurs prises par défaut : ôtez le # et corrigez celles que vous connaissez.
# Une valeur « à vérifier » vient d'une connaissance générale : remplacez-la dès que vous le pouvez.
# Puis : ancrage cout dossier.toml

version = 1
titre = {title}
annee = {year}
duree_ans = 10

[produit]
{goods}
unite = "unité"
volume_par_an = ""  # à remplir : un nombre ou [bas, probable, haut], dans l'unité ci-dessus
#poids_kg = 1  # sinon déduit de la valeur par kilogramme : {value} {value_unit}
"""
HOME = """
[ici]
# Coût de revient départ usine, en euros, hors amortissement si [investissement] est rempli.
# Sans lui, la réponse est le coût de revient maximal qui tient.
#prix = [90, 100, 110]
# ... ou construit :
#matieres_unite = 40
#heures_unite = 0.5
#kwh_unite = 20
#autres_unite = 10
"""
ORIGIN = """
[[ailleurs]]
pays = {country}  # {label}
prix = ""  # à remplir : prix départ usine d'une unité, un nombre ou [bas, probable, haut]
#devise = "USD"  # alors, donnez [change] plus bas
"""
TAIL = """
# Erreur de prévision de la demande : donnée, elle valorise le délai (et remplace obsolescence et ventes perdues).
#volatilite_pct = {volatility}
#marge_pct = [20, 35, 50]
#reprise_pct = [20, 45, 70]

#[change]
#USD = {rate}  # USD pour 1 €, {rate_date}, à vérifier

#[investissement]
#montant_eur = 1000000
#aide_pct = {aid}
#actualisation_pct = {discount}
"""


def case_template(made: Goods, origins: Sequence[Place], year: int) -> str:
    """Commented TOML for these goods and origins; read back, it gives the defaults. `year`: first one of the case."""
    home = home_side(made, {})
    goods_line = f"code = {_text(made.code)}" if made.code else f"activite = {_text(made.activity)}"
    text = HEAD.format(
        label=made.label[:90],
        title=_text(made.label[:80]),
        year=year,
        goods=goods_line,
        value=_range(made.family.value),
        value_unit=made.family.value.unit,
    )
    text += HOME + "".join(_lines(home.values, "ici"))
    for origin in origins:
        side = origin_side(made, origin, home, {})
        text += ORIGIN.format(country=_text(origin.iso3), label=origin.label)
        text += "".join(_lines(side.values, "ailleurs"))
    text += "\n[commun]\n" + "".join(_lines(common_values(made, {}), "commun"))
    rate = parameter("usd_par_eur")
    return text + TAIL.format(
        volatility=_range(made.family.volatility),
        rate=_range(rate),
        rate_date=rate.date,
        aid=_range(parameter("aide_investissement_pct")),
        discount=_range(parameter("actualisation_pct")),
    )


def _lines(values: Mapping[str, Estimate], table: str) -> Iterator[str]:
    """Defaults by group, each with its label, unit, date and source."""
    for group, title in PARTS.items():
        keys = [k for k, f in factors().items() if f.group == group and k in values and table in f.sides]
        if keys:
            yield f"# -- {title}\n"
        for key in keys:
            value = values[key]
            doubt = " ; à vérifier" if value.confidence == TO_CHECK else ""
            note = f" ; {value.note}" if value.note else ""
            yield f"#{key} = {_range(value)}  # {factors()[key].label}, {value.unit} ; {_source(value)}{doubt}{note}\n"


def _source(value: Estimate) -> str:
    said = value.source.replace(", à vérifier", "").replace("à vérifier", "").strip()
    return f"{said}, {value.date}" if value.date else said


def _range(value: Estimate) -> str:
    points = [f"{x:.4g}" if abs(x) < 10_000 else f"{x:.0f}" for x in value.points]
    return points[0] if value.is_certain else f"[{', '.join(points)}]"


def _text(words: str) -> str:
    plain = "".join(c for c in words if c.isprintable()).replace("\\", " ").replace('"', "'")
    return f'"{plain}"'
