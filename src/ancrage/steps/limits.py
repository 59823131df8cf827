"""What this study cannot say, written from the data actually used."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import polars as pl

from ancrage.domain.described import Record, field, text
from ancrage.domain.knowledge import Knowledge
from ancrage.domain.standing import STATE_ALIVE, STATE_OPEN
from ancrage.domain.wording import count, integer, listing, percent
from ancrage.steps.actors import RADIUS_KM
from ancrage.steps.cases import TargetCases, case_base
from ancrage.steps.costs.targets import Costs
from ancrage.steps.diagnostic import Diagnostic
from ancrage.steps.impact import Impacts
from ancrage.steps.local import Local
from ancrage.steps.plan import Plan
from ancrage.steps.plan.facts import MET
from ancrage.steps.sites import Sites
from ancrage.steps.targets import SERVICE, Target
from ancrage.steps.targets.products import EXACT

NOBODY_CALLED = ", et aucun n'a été contacté"


class Limit(Record):
    """Something this study cannot say."""

    title: Annotated[str, text("Limite")] = field(name="titre")
    sentence: Annotated[str, text("Ce que l'étude ne peut pas dire", kind="prose")] = field(name="phrase")


@dataclass(frozen=True, eq=False)
class Told:
    """What the later steps found: each has its own silences."""

    costs: Costs
    impact: Impacts
    sites: Sites
    cases: Mapping[str, TargetCases]
    plan: Plan
    knowledge: Knowledge


def limits(local: Local, diagnostic: Diagnostic, targets: tuple[Target, ...], told: Told) -> tuple[Limit, ...]:
    """One short sentence or two a step, in the order of the study; none for a step that said nothing."""
    return (*_data(local, diagnostic, targets), *_steps(local, diagnostic, told), *own_knowledge(told.knowledge))


def _data(local: Local, diagnostic: Diagnostic, targets: tuple[Target, ...]) -> tuple[Limit, ...]:
    edition = local.edition
    register, trade = _vintage(local, "establishments"), _vintage(local, "trade_product")
    found = [
        Limit(
            "Champ des emplois",
            "Seuls les établissements de 20 salariés et plus de l'agriculture, de l'industrie, de l'énergie et de la "
            f"construction sont vus ({register}) : ni les petites entreprises, ni le commerce, ni les services. "
            f"Ici, l'étude repose sur {count(local.register.height, 'établissement')}.",
        ),
        *_states(local),
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
    shown = [p for t in targets for p in t.products if p.suppliers]
    if shown:
        exact = sum(p.suppliers.level == EXACT for p in shown if p.suppliers)
        products = count(len(shown), "produit montré", "produits montrés")
        known = f"Les fournisseurs sont connus au code même du produit pour {integer(exact)} des {products} ; pour les "
        wide = "autres, ce sont ceux" if exact else f"Les fournisseurs des {products} sont ceux"
        found.append(
            Limit(
                "Pays fournisseurs",
                f"{known if exact else ''}{wide} du poste CPA plus large, en flux miroir : les Pays-Bas et la Belgique "
                "y pèsent trop (effet Rotterdam).",
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
    return tuple(found)


def _steps(local: Local, diagnostic: Diagnostic, told: Told) -> Iterator[Limit]:
    branches = integer(local.edition.table("icio_sectors").height)
    yield Limit(
        "Achats entre entreprises",
        f"Maillons manquants, boucles, fournisseurs et clients supposent que les activités d'ici achètent comme la "
        f"moyenne nationale de leur branche ({branches} branches, {_vintage(local, 'icio_domestic')}) : aucune vente "
        "n'est observée, tout est à vérifier auprès des acheteurs.",
    )
    if diagnostic.know_how_at_risk:
        yield Limit(
            "Savoir-faire à surveiller",
            "Ni l'âge des dirigeants, ni les comptes, ni la relève ne sont dans les données : la surveillance dit la "
            "rareté d'un métier, jamais la santé d'une entreprise.",
        )
    met = any(n.kind in MET for n in told.knowledge.notes)
    yield Limit(
        "Acteurs",
        f"Ils sont déduits de leur activité déclarée et de leur distance (à vol d'oiseau, {integer(RADIUS_KM)} km "
        "autour du centre, toute la France pour ceux à attirer) : rien ne dit qu'ils veulent ou peuvent le faire"
        f"{'' if met else NOBODY_CALLED}. "
        + (
            "Les organismes de soutien sont ceux de votre carnet, et eux seuls."
            if told.knowledge.bodies
            else "Aucune source ne donne les organismes de soutien : le carnet les reçoit."
        ),
    )
    if any(c.applies for c in told.costs.targets):
        yield Limit(
            "Coûts",
            "Aucun prix de cible n'est connu : l'écart de prix supportable est un ordre de grandeur, aux risques par "
            "défaut, à vérifier, face aux fournisseurs d'un poste plus large.",
        )
    if told.impact.projects:
        yield Limit(
            "Impact",
            "C'est celui d'un projet de taille courante, en effets bruts : ni les emplois perdus ailleurs, ni la "
            "main-d'œuvre qui manque ne sont comptés. Le CO2 vient de moyennes de branches, il n'est pas mesuré.",
        )
    if told.sites.by_target:
        yield Limit(
            "Sites",
            "Les friches sont vues par leur fiche nationale : propriétaire, réseaux, eau et pollution réelle ne sont "
            "pas connus. Aucun site connu ne veut pas dire aucun site"
            + (" : votre liste passe devant." if told.sites.own else " : votre propre liste le dirait."),
        )
    if any(c.total for c in told.cases.values()):
        known = integer(len(case_base(local.edition.day)))
        yield Limit(
            "Cas documentés",
            f"Les {known} cas de la base ont été lus dans la presse : ceux dont personne n'a parlé "
            "n'y sont pas. Ils instruisent, ils ne donnent aucun taux d'échec.",
        )
    if told.plan.actions:
        asked = len(told.plan.undecided)
        yield Limit(
            "Plan d'action",
            "Coûts et cibles des actions sont des ordres de grandeur à valider ; une aide n'est jamais acquise. "
            f"{count(asked, 'action possible attend', 'actions possibles attendent')} une réponse qu'aucune donnée ne "
            "donne : le territoire la connaît.",
        )


def own_knowledge(knowledge: Knowledge) -> tuple[Limit, ...]:
    """Says that the study used what the territory itself told: whoever has not its book finds other results."""
    if not knowledge.origin:
        return ()
    closed = len({c.siret for c in knowledge.corrections if c.field == "ferme"})
    corrected = len({c.siret for c in knowledge.corrections if c.field != "ferme"})
    parts = [
        count(n, one, many)
        for n, one, many in (
            (closed, "établissement déclaré fermé", "établissements déclarés fermés"),
            (corrected, "établissement corrigé", "établissements corrigés"),
            (len(knowledge.signals), "signal", "signaux"),
            (len(knowledge.bodies), "organisme de soutien", "organismes de soutien"),
            (len(knowledge.sites), "site", "sites"),
            (
                len({x.siret for x in knowledge.notes if x.kind in MET}),
                "entreprise rencontrée",
                "entreprises rencontrées",
            ),
        )
        if n
    ]
    return (
        Limit(
            "Carnet du territoire",
            f"Cette étude tient compte de ce que le territoire a lui-même noté ({knowledge.origin})"
            + (f" : {listing(parts)}" if parts else "")
            + ". Ces informations ne sont pas publiques : relisez le dossier avant de le diffuser.",
        ),
    )


def _states(local: Local) -> Iterator[Limit]:
    """What nobody verified since the register was made."""
    total = float(local.register["jobs"].sum())
    if total:
        by_state = dict(local.register.group_by("state").agg(pl.col("jobs").sum()).iter_rows())
        confirmed, alive = (percent(by_state.get(state, 0) / total) for state in (STATE_OPEN, STATE_ALIVE))
        yield Limit(
            "Établissements non vérifiés",
            f"{confirmed} des emplois vus ici sont dans des établissements qu'une source dit ouverts depuis ; "
            f"pour {alive}, seule l'entreprise est connue en activité ; les autres ne sont pas vérifiés, et un "
            "fermé peut s'y trouver. « ancrage verifier » donne la feuille à remplir.",
        )


def _vintage(local: Local, table: str) -> str:
    """Vintage of the main source of a table (the first one declared), as printed."""
    return local.edition.sources(table)[0].vintage
