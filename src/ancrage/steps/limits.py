"""What this study cannot say, written from the data actually used."""

from dataclasses import dataclass

import polars as pl

from ancrage.domain.knowledge import Knowledge
from ancrage.domain.wording import count, integer
from ancrage.steps.actors import RADIUS_KM
from ancrage.steps.diagnostic import Diagnostic
from ancrage.steps.local import Local
from ancrage.steps.targets import SERVICE, Target
from ancrage.steps.targets.products import EXACT


@dataclass(frozen=True, slots=True)
class Limit:
    title: str
    sentence: str


def limits(local: Local, diagnostic: Diagnostic, targets: tuple[Target, ...]) -> tuple[Limit, ...]:
    edition = local.edition
    register, trade = _vintage(local, "establishments"), _vintage(local, "trade_product")
    found = [
        Limit(
            "Champ des emplois",
            "Seuls les établissements de 20 salariés et plus de l'agriculture, de l'industrie, de l'énergie et de la "
            f"construction sont vus ({register}) : ni les petites entreprises, ni le commerce, ni les services. "
            f"Ici, l'étude repose sur {count(local.register.height, 'établissement')}.",
        ),
        Limit(
            "Emplois estimés",
            "Les emplois sont des milieux de tranche d'effectif, pas des effectifs : comptez une erreur courante de "
            "10 à 15 % sur un total, davantage sur un établissement.",
        ),
    ]
    weak = [s for s in diagnostic.specialisations if s.quality == "D"]
    if weak:
        found.append(
            Limit(
                "Petits nombres",
                f"{count(len(weak), 'activité')} sur {integer(len(diagnostic.specialisations))} "
                "reposent sur trop peu d'établissements (qualité D) : le quotient lissé et son intervalle disent "
                "jusqu'où les croire.",
            )
        )
    if not diagnostic.specialisations:
        found.append(
            Limit(
                "Trop peu à dire",
                "Aucun établissement de 20 salariés et plus dans ce champ : les critères d'ancrage local sont inconnus "
                "et le classement des cibles ne reflète que le besoin du pays, le gain et les enjeux.",
            )
        )
    if any(p is None for p in local.communes["population"]):
        found.append(
            Limit(
                "Population",
                "La population légale manque pour une partie des communes : le total n'est pas donné et le centre du "
                "territoire est approché.",
            )
        )
    flagged = edition.table("trade_product").filter(pl.col("covid_flag").is_not_null())
    found.append(
        Limit(
            "Commerce extérieur",
            f"Les échanges couvrent douze mois ({trade}) qui contiennent le premier choc Covid : "
            f"{count(flagged.height, 'produit')} sont signalés comme gonflés ou dégonflés. Les montants sont "
            "nationaux : ce que ce territoire achète n'est pas publié.",
        )
    )
    told = [p for t in targets for p in t.products if p.suppliers]
    if told:
        exact = sum(p.suppliers.level == EXACT for p in told if p.suppliers)
        found.append(
            Limit(
                "Pays fournisseurs",
                f"Les fournisseurs sont connus au code même du produit pour {integer(exact)} des "
                f"{count(len(told), 'produit montré', 'produits montrés')} ; pour les autres, ce sont ceux du poste "
                "CPA plus large, en flux miroir : les Pays-Bas et la Belgique y pèsent trop (effet Rotterdam).",
            )
        )
    if any(t.kind == SERVICE for t in targets):
        found.append(
            Limit(
                "Services",
                "Données, intelligence artificielle, hébergement et cybersécurité ne sont connus que par département "
                f"({_vintage(local, 'jobs_departement_class')}, 10 salariés et plus) : le chiffre montré est une part "
                "de celui du département, au prorata des habitants ; l'emploi réel peut en être loin.",
            )
        )
    found += [
        Limit(
            "Achats entre entreprises",
            f"Les maillons manquants supposent que les activités d'ici achètent comme la moyenne nationale de leur "
            f"branche ({integer(edition.table('icio_sectors').height)} branches, {_vintage(local, 'icio_domestic')}) : "
            "un ordre de grandeur à vérifier auprès des acheteurs.",
        ),
        Limit(
            "Acteurs",
            f"Les établissements cités sont déduits de leur activité déclarée et de leur distance (à vol d'oiseau, "
            f"{integer(RADIUS_KM)} km autour du centre) : aucun n'a été contacté, rien ne dit qu'il veut ou peut "
            "fabriquer le produit.",
        ),
        Limit(
            "Coûts",
            "Aucun prix de cible n'est connu : l'écart de prix supportable est un ordre de grandeur. Les risques et la "
            "stratégie y sont des valeurs par défaut, à vérifier ; les fournisseurs sont ceux d'un poste plus large.",
        ),
    ]
    return tuple(found)


def own_knowledge(knowledge: Knowledge) -> tuple[Limit, ...]:
    """Says that the study used what the territory itself told: whoever has not its book finds other results."""
    if not knowledge.origin:
        return ()
    closed = len({c.siret for c in knowledge.corrections if c.field == "ferme"})
    return (
        Limit(
            "Carnet du territoire",
            f"Cette étude tient compte de ce que le territoire a lui-même noté ({knowledge.origin})"
            + (
                f", dont {count(closed, 'établissement déclaré fermé', 'établissements déclarés fermés')}"
                if closed
                else ""
            )
            + ". Ces informations ne sont pas publiques : relisez le dossier avant de le diffuser.",
        ),
    )


def _vintage(local: Local, table: str) -> str:
    """Vintage of the main source of a table (the first one declared), as printed."""
    return local.edition.sources(table)[0].vintage
