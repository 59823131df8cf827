"""The part of `etude.json` about choosing: what the territory wants, how sure the ranks are, what fits its limits."""

from typing import Any

from ancrage.domain.described import Range
from ancrage.domain.measure import Status
from ancrage.domain.numbers import rounded
from ancrage.domain.strategy import Strategy
from ancrage.steps.limits_check import Check
from ancrage.steps.portfolio import Portfolio
from ancrage.steps.resources import Need
from ancrage.steps.targets.robustness import Robustness, TargetRobustness
from ancrage.steps.targets.tornado import Tornado
from ancrage.steps.targets.what_if import Scenario

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
SHARE, INDEX, RANK = "part (0-1)", "indice 0-1", "rang"
SIZES = ("establishments",)

# (path, label, unit, tables, status): rows of `study.measures`
MEASURES: tuple[tuple[str, str, str, tuple[str, ...], Status], ...] = (
    ("strategie.objectifs.depart", "Valeur de départ de l'objectif", "unité de l'objectif", (), PUB),
    ("strategie.objectifs.cible", "Cible de l'objectif", "unité de l'objectif", (), PUB),
    ("strategie.objectifs.annee_depart", "Année de départ", "année", (), PUB),
    ("strategie.objectifs.annee", "Échéance", "année", (), PUB),
    ("strategie.limites.hectares", "Foncier mobilisable", "ha", (), PUB),
    ("strategie.limites.megawatts", "Puissance disponible", "MW", (), PUB),
    ("strategie.limites.eau_m3_par_jour", "Eau disponible", "m³ par jour", (), PUB),
    ("strategie.horizon.annees", "Horizon", "années", (), PUB),
    ("strategie.horizon.annee_debut", "Première année", "année", (), PUB),
    ("strategie.coherence", "Rapport de cohérence de Saaty", "sans unité", (), EST),
    ("cibles.robustesse.chances.taille", "Nombre de premières cibles", "cibles", (), PUB),
    ("cibles.robustesse.chances.probabilite", "Probabilité d'en être, poids et données variant", SHARE, (), EST),
    ("cibles.robustesse.chances.erreur", "Erreur de tirage (trois écarts-types)", SHARE, (), EST),
    ("cibles.robustesse.rangs.somme_ponderee", "Rang par la somme pondérée", RANK, (), EST),
    ("cibles.robustesse.rangs.promethee_ii", "Rang par PROMETHEE II", RANK, (), EST),
    ("cibles.robustesse.rangs.topsis", "Rang par TOPSIS", RANK, (), EST),
    ("cibles.robustesse.bascule.poids", "Poids actuel du groupe", SHARE, (), EST),
    ("cibles.robustesse.bascule.nouveau_poids", "Poids du groupe qui la fait basculer", SHARE, (), EST),
    ("cibles.robustesse.bascule.points", "Changement de poids", "points de pourcentage", (), EST),
    ("cibles.robustesse.tornade.meilleur_rang", "Meilleur rang quand un critère pèse moitié ou double", RANK, (), EST),
    ("cibles.robustesse.tornade.pire_rang", "Pire rang quand un critère pèse moitié ou double", RANK, (), EST),
    ("cibles.robustesse.tornade.barres.poids", "Poids du critère", SHARE, (), EST),
    ("cibles.robustesse.tornade.barres.moitie", "Changement du score, critère à moitié poids", INDEX, (), EST),
    ("cibles.robustesse.tornade.barres.double", "Changement du score, critère à double poids", INDEX, (), EST),
    ("cibles.robustesse.tornade.barres.sans", "Changement du score sans le critère", INDEX, (), EST),
    ("cibles.robustesse.tornade.barres.rang_moitie", "Rang, critère à moitié poids", RANK, (), EST),
    ("cibles.robustesse.tornade.barres.rang_double", "Rang, critère à double poids", RANK, (), EST),
    ("cibles.robustesse.tornade.barres.rang_sans", "Rang sans le critère", RANK, (), EST),
    *(
        (f"cibles.besoins.{need}.{bound}", f"{label}, {said}", unit, SIZES, EST)
        for need, label, unit in (
            ("emplois", "Emplois d'un projet courant", "emplois"),
            ("foncier_ha", "Terrain d'un projet courant", "ha"),
            ("puissance_mw", "Puissance moyenne d'un projet courant", "MW"),
            ("eau_m3_par_jour", "Eau d'un projet courant", "m³ par jour"),
        )
        for bound, said in (("bas", "borne basse"), ("central", "valeur centrale"), ("haut", "borne haute"))
    ),
    ("cibles.besoins.etablissements", "Établissements qui donnent la taille courante", "établissements", SIZES, PUB),
    ("robustesse.tirages", "Tirages", "tirages", (), PUB),
    ("robustesse.accord.communes", "Cibles que les trois méthodes placent dans les dix premières", "cibles", (), EST),
    ("robustesse.accord.correlations.spearman", "Corrélation des rangs (Spearman)", "-1 à 1", (), EST),
    ("robustesse.scenarios.part", "Part de l'enjeu", SHARE, (), PUB),
    ("robustesse.scenarios.nouvelle_part", "Part de l'enjeu dans le scénario", SHARE, (), PUB),
    *(
        (f"robustesse.scenarios.{way}.{when}", f"Rang {said}", RANK, (), EST)
        for way in ("entrent", "sortent")
        for when, said in (("avant", "avant"), ("apres", "après"))
    ),
    ("robustesse.arbitrage.rang", "Rang", RANK, (), EST),
    ("robustesse.arbitrage.ancrage", "Ancrage local", INDEX, (), EST),
    ("robustesse.arbitrage.promesse", "Besoin, gain et enjeux réunis", INDEX, (), EST),
    ("portefeuille.valeur", "Valeur de l'ensemble choisi", "unité du but", (), EST),
    ("portefeuille.emplois", "Emplois de l'ensemble choisi", "emplois", SIZES, EST),
    ("portefeuille.ecart_optimum", "Écart prouvé à l'optimum", SHARE, (), EST),
    ("portefeuille.projets.score", "Score", INDEX, (), EST),
    ("portefeuille.limites.employe", "Quantité employée", "unité de la limite", SIZES, EST),
    ("portefeuille.limites.plafond", "Plafond", "unité de la limite", (), PUB),
    ("portefeuille.autres.perte", "Perte par rapport au meilleur ensemble", "unité du but", (), EST),
    ("portefeuille.marges.de_plus", "Relâchement de la limite", "unité de la limite", (), PUB),
    ("portefeuille.marges.gain", "Gain du but", "unité du but", (), EST),
    ("portefeuille.marges.gain_emplois", "Gain d'emplois", "emplois", SIZES, EST),
)  # fmt: skip


def wishes(strategy: Strategy) -> dict[str, Any]:
    """What `strategie` holds beside the weights: goals, limits, horizon, notes, and how the weights were given."""
    limits = strategy.limits
    return {
        "ponderation": strategy.weighting,
        "coherence": rounded(strategy.consistency_ratio),
        "avertissements": list(strategy.warnings),
        "objectifs": [
            {
                "indicateur": g.indicator,
                "libelle": g.label,
                "unite": g.unit,
                "depart": rounded(g.start),
                "annee_depart": g.start_year,
                "cible": rounded(g.target),
                "annee": g.year,
                "sens": g.direction,
                "enjeu": g.stake,
            }
            for g in strategy.goals
        ],
        "limites": {
            "hectares": limits.land_ha,
            "megawatts": limits.power_mw,
            "eau_m3_par_jour": limits.water_m3_per_day,
            "seveso": limits.seveso_allowed,
            "secteurs_exclus": list(limits.excluded),
            "secteurs_minimum": list(limits.required),
        },
        "horizon": {"annees": strategy.horizon_years, "annee_debut": strategy.first_year},
        "notes": strategy.notes,
    }


def need_document(need: Need) -> dict[str, Any]:
    regime = need.regime
    return {
        "phrase": need.sentence,
        "etablissements": need.establishments,
        "emplois": _range(need.jobs),
        "foncier_ha": _range(need.land_ha),
        "puissance_mw": _range(need.power_mw),
        "eau_m3_par_jour": _range(need.water_m3_per_day),
        "seveso": None if regime is None else regime.seveso,
        "sources": sorted({e.source for e in (*need.land_evidence, *need.power_evidence, *need.water_evidence)}),
    }


def _range(found: Range | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"bas": rounded(found.low), "central": rounded(found.central), "haut": rounded(found.high)}


def verdicts(check: Check) -> list[dict[str, str]]:
    return [{"limite": v.limit, "statut": v.status, "phrase": v.sentence} for v in check.verdicts]


def target_robustness(found: TargetRobustness) -> dict[str, Any]:
    change = found.weight_change
    return {
        "phrases": list(found.sentences),
        "chances": [
            {"taille": c.size, "probabilite": rounded(c.probability), "erreur": rounded(c.error)} for c in found.chances
        ],
        "rangs": {
            "somme_ponderee": found.methods.weighted_sum,
            "promethee_ii": found.methods.promethee_ii,
            "topsis": found.methods.topsis,
        },
        "methodes_d_accord": found.methods.agree,
        "bascule": {
            "groupe": change.group,
            "poids": rounded(change.weight),
            "nouveau_poids": rounded(change.new_weight),
            "points": rounded(change.points),
            "activite": change.other,
            "phrase": change.sentence,
        },
        "enjeux_qui_l_ecartent": list(found.stakes_out),
        "enjeux_qui_la_font_entrer": list(found.stakes_in),
        "tornade": None if found.tornado is None else _tornado(found.tornado),
    }


def _tornado(tornado: Tornado) -> dict[str, Any]:
    return {
        "meilleur_rang": tornado.best_rank,
        "pire_rang": tornado.worst_rank,
        "barres": [
            {
                "critere": b.criterion,
                "libelle": b.label,
                "poids": rounded(b.weight),
                "moitie": rounded(b.halved),
                "double": rounded(b.doubled),
                "sans": rounded(b.left_out),
                "rang_moitie": b.rank_halved,
                "rang_double": b.rank_doubled,
                "rang_sans": b.rank_left_out,
            }
            for b in tornado.bars
        ],
    }


def robustness_document(found: Robustness) -> dict[str, Any]:
    return {
        "phrases": list(found.sentences),
        "tirages": found.draws,
        "accord": {
            "communes": found.agreement.common,
            "phrase": found.agreement.sentence,
            "correlations": [
                {"methode": c.first, "autre": c.second, "spearman": rounded(c.spearman)}
                for c in found.agreement.correlations
            ],
        },
        "scenarios": [_scenario(s) for s in found.scenarios],
        "arbitrage": [
            {
                "activite": t.activity,
                "libelle": t.label,
                "rang": t.rank,
                "posture": t.posture,
                "ancrage": rounded(t.fit),
                "promesse": rounded(t.promise),
                "non_domine": t.undominated,
            }
            for t in found.trade_off
        ],
    }


def _scenario(scenario: Scenario) -> dict[str, Any]:
    moves = {
        way: [{"activite": m.activity, "libelle": m.label, "avant": m.before, "apres": m.after} for m in found]
        for way, found in (("entrent", scenario.entering), ("sortent", scenario.leaving))
    }
    return {
        "enjeu": scenario.stake,
        "hashtag": scenario.hashtag,
        "libelle": scenario.label,
        "changement": scenario.change,
        "part": rounded(scenario.share),
        "nouvelle_part": rounded(scenario.new_share),
        "phrase": scenario.sentence,
        **moves,
    }


def portfolio_document(found: Portfolio | None) -> dict[str, Any]:
    if found is None:
        return {
            "statut": Status.ABSENT.value,
            "phrase": "La stratégie ne pose ni limite ni secteur imposé : rien n'oblige à choisir un ensemble. "
            "Donnez-en dans [limites] du fichier de stratégie.",
        }
    return {
        "statut": EST.value,
        "phrase": found.sentence,
        "impossible": found.infeasible,
        "but": found.goal,
        "valeur": rounded(found.value),
        "emplois": rounded(found.jobs),
        "ecart_optimum": rounded(found.gap),
        "projets": [{"activite": p.activity, "libelle": p.label, "score": rounded(p.score)} for p in found.projects],
        "limites": [
            {
                "limite": u.limit,
                "employe": rounded(u.amount),
                "plafond": rounded(u.cap),
                "unite_limite": u.unit,
                "inconnus": list(u.unknown),
                "phrase": u.sentence,
            }
            for u in found.used
        ],
        "autres": [
            {
                "activites": list(a.activities),
                "perte": rounded(a.loss),
                "entrent": list(a.entering),
                "sortent": list(a.leaving),
                "phrase": a.sentence,
            }
            for a in found.alternatives
        ],
        "marges": [
            {
                "limite": m.limit,
                "de_plus": rounded(m.more),
                "unite_limite": m.unit,
                "gain": rounded(m.gain),
                "gain_emplois": rounded(m.jobs_gain),
                "entrent": list(m.entering),
                "sortent": list(m.leaving),
                "phrase": m.sentence,
            }
            for m in found.marginals
        ],
    }
