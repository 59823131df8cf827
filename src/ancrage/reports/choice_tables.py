"""The tables of the choice: goals, vulnerability, needs, robustness, portfolio. Same rules as `tables`."""

from collections.abc import Iterable
from typing import Any

from ancrage.present.credits import Study
from ancrage.present.shortlist import kept, set_apart, to_do, why_apart
from ancrage.reports.tables import Table, table
from ancrage.sections import wording
from ancrage.steps.limits_check import UNKNOWN

NAMED = 10
NO_PORTFOLIO = "Pas d'ensemble choisi."
CHANCES = "cibles.robustesse.chances.probabilite"


def goals(study: Study) -> Table:
    stakes = {stake["code"]: f"{stake['code']} {stake['libelle']}" for stake in study["strategie"]["enjeux"]}
    rows = [{**goal, "enjeu": stakes.get(goal["enjeu"], goal["enjeu"])} for goal in study["strategie"]["objectifs"]]
    return table(
        study,
        "objectifs",
        "Objectifs du territoire",
        ("libelle", "indicateur", "depart", "annee_depart", "cible", "annee", "unite", "enjeu"),
        rows,
        base="strategie.objectifs",
        headings={"libelle": "objectif", "cible": "a_atteindre"},
        empty="La stratégie ne fixe pas d'objectif chiffré.",
    )


def apart(study: Study) -> Table:
    rows = [{**target, "posture": to_do(target), "motif": why_apart(target)} for target in set_apart(study)]
    return table(
        study,
        "mises-a-part",
        "Cibles mises à part par vos limites",
        ("rang", "activite", "libelle", "score", "posture", "motif"),
        rows,
        base="cibles",
        empty="Aucune cible n'est mise à part par une limite.",
    )


def verdict(found: dict[str, Any]) -> str:
    """« oui », « non », « on ne peut pas dire », and whether it is approximate."""
    if found["vulnerable"] is None:
        return "on ne peut pas dire"
    return f"{'oui' if found['vulnerable'] else 'non'}{' (approché)' if found['approchee'] else ''}"


def _why(found: dict[str, Any]) -> str:
    if found["pourquoi_inconnu"]:
        return str(found["pourquoi_inconnu"])
    said = (
        f"code plus large pour {wording.percent(found['part_approchee'])} des importations"
        if found["approchee"]
        else "au code des produits"
    )
    return f"{said} ; {wording.percent(found['part_inconnue'])} non jugé" if found["part_inconnue"] else said


def vulnerability(study: Study, only: dict[str, Any] | None = None) -> Table:
    """One row a target and definition, or those of one target."""
    rows = [
        {
            **found,
            "cible": target["activite"],
            "cible_libelle": target["libelle"],
            "definition": found["libelle"],
            "verdict": verdict(found),
            "pourquoi": _why(found),
            "reserve": found["limite"],
        }
        for target in ([only] if only else study["cibles"])
        if target["vulnerabilite"]
        for found in target["vulnerabilite"]["definitions"]
    ]
    brief = ("definition", "verdict", "part_vulnerable", "pourquoi")
    whole = ("cible", "cible_libelle", *brief[:3], "part_inconnue", "part_approchee", "pourquoi", "reserve")
    return table(
        study,
        "vulnerabilite",
        f"Vulnérable, selon qui ? {only['libelle']}" if only else "Ce que dit chaque définition publiée, par cible",
        brief if only else whole,
        rows,
        base="cibles.vulnerabilite.definitions",
        empty="Aucune cible n'a de commerce extérieur par produit à juger.",
    )


def vulnerable_activities(study: Study) -> Table:
    """One row a target: the verdict in one sentence, what sheds light on it, the figures behind."""
    rows = [
        {
            "cible": target["activite"],
            "cible_libelle": target["libelle"],
            **target["vulnerabilite"],
            "explications": " ".join(target["vulnerabilite"]["explications"]),
        }
        for target in study["cibles"]
        if target["vulnerabilite"]
    ]
    return table(
        study,
        "activites",
        "La France est-elle vulnérable ? Cible par cible",
        ("cible", "cible_libelle", "phrase", "accord.oui", "accord.etablies", "accord.oui_approchees",
         "accord.approchees", "importations_eur", "exportations_eur", "couverture", "gravite", "elasticite",
         "explications"),
        rows,
        base="cibles.vulnerabilite",
        empty="Aucune cible n'a de commerce extérieur par produit à juger.",
    )  # fmt: skip


def vulnerable_products(study: Study) -> Table:
    rows = [
        {**product, "cible": target["activite"], "cible_libelle": target["libelle"], "produit": product["code"]}
        for target in study["cibles"]
        if target["vulnerabilite"]
        for product in target["vulnerabilite"]["produits"]
    ]
    return table(
        study,
        "produits-suivis",
        "Produits suivis et ce que les définitions en disent",
        ("cible", "cible_libelle", "produit", "libelle", "phrase", "accord.oui", "accord.etablies",
         "accord.oui_approchees", "accord.approchees", "importations_eur", "exportations_eur", "gravite",
         "elasticite", "fournisseurs.premier_pays", "fournisseurs.part_premier", "fournisseurs.part_chine",
         "fournisseurs.part_hors_ue", "fournisseurs.annees_concentrees", "fournisseurs.annees_observees"),
        rows,
        base="cibles.vulnerabilite.produits",
        empty="Aucun produit suivi parmi ces cibles.",
    )  # fmt: skip


def needs(study: Study) -> Table:
    bounds = ("bas", "central", "haut")
    kinds = ("emplois", "foncier_ha", "puissance_mw", "eau_m3_par_jour")
    rows = [{**target, "limites_a_verifier": _untold(target)} for target in study["cibles"] if target["besoins"]]
    return table(
        study,
        "besoins",
        "Ce que demande un projet courant, et les limites à vérifier",
        ("rang", "activite", "libelle", "besoins.etablissements",
         *(f"besoins.{kind}.{bound}" for kind in kinds for bound in bounds), "besoins.seveso", "limites_a_verifier"),
        rows,
        base="cibles",
        empty="Aucun besoin connu.",
    )  # fmt: skip


def _untold(target: dict[str, Any]) -> str | None:
    """Limits that the study cannot judge for this target."""
    return " ".join(verdict["phrase"] for verdict in target["limites"] if verdict["statut"] == UNKNOWN) or None


def _robust(targets: Iterable[dict[str, Any]], study: Study) -> list[dict[str, Any]]:
    groups = {group["code"]: group["libelle"] for group in study["strategie"]["groupes"]}
    labels = {target["activite"]: target["libelle"] for target in study["cibles"]}
    rows = []
    for target in targets:
        found = target["robustesse"]
        if not found:
            continue
        change = found["bascule"]
        group = groups.get(change["groupe"])
        said = (
            f"{group} : {wording.percent(change['nouveau_poids'])} au lieu de {wording.percent(change['poids'])}"
            if group
            else "aucun poids seul n'y suffit"
        )
        other = labels.get(change["activite"], change["activite"])
        rows.append(
            {
                **target,
                **found,
                "posture": to_do(target),
                "chances": {f"top{c['taille']}": c["probabilite"] for c in found["chances"]},
                "bascule": {**change, "groupe": group, "autre": other, "dit": said},
            }
        )
    return rows


def steadiness(study: Study) -> Table:
    """For the page: the first targets by three methods, and the one weight that would move each."""
    inside = [row for row in _robust(kept(study), study) if row["rang"] <= NAMED]
    return table(
        study,
        "solidite",
        "Les premières cibles : à quel point leur place tient",
        ("rang", "libelle", "chances.top10", "rangs.promethee_ii", "rangs.topsis", "bascule.dit", "bascule.autre"),
        inside,
        base="cibles.robustesse",
        headings={"bascule.autre": "bascule.prend"},
        described={"chances.top10": CHANCES},
        empty="Aucune des dix premières à éprouver : elles sont mises à part, ou le classement est trop court.",
    )


def robustness(study: Study) -> Table:
    """For the workbook: every target tested."""
    tops = ("chances.top5", "chances.top10", "chances.top20")
    return table(
        study,
        "cibles",
        "Chances, rangs par trois méthodes, et plus petit changement d'un poids qui déplace chaque cible",
        ("rang", "activite", "libelle", "posture", *tops, "rangs.somme_ponderee", "rangs.promethee_ii", "rangs.topsis",
         "bascule.groupe", "bascule.poids", "bascule.nouveau_poids", "bascule.points", "bascule.autre"),
        _robust(study["cibles"], study),
        base="cibles.robustesse",
        headings={"chances.top5": "acceptabilite.top5", "chances.top10": "acceptabilite.top10"},
        described=dict.fromkeys(tops, CHANCES),
        empty="La solidité du classement n'a pas pu être mesurée ici.",
    )  # fmt: skip


def tornado(study: Study) -> Table:
    rows = [
        {**bar, "cible": target["activite"], "cible_libelle": target["libelle"], "critere": bar["libelle"],
         "poids_critere": bar["poids"]}
        for target in study["cibles"]
        if target["robustesse"] and target["robustesse"]["tornade"]
        for bar in target["robustesse"]["tornade"]["barres"]
    ]  # fmt: skip
    return table(
        study,
        "tornade",
        "Changement du score et rang obtenu, chaque critère pesant double, moitié moins, ou retiré",
        ("cible", "cible_libelle", "critere", "poids_critere", "double", "rang_double", "moitie", "rang_moitie", "sans",
         "rang_sans"),
        rows,
        base="cibles.robustesse.tornade.barres",
        described={"poids_critere": "cibles.robustesse.tornade.barres.poids"},
    )  # fmt: skip


def scenarios(study: Study) -> Table:
    def moves(found: list[dict[str, Any]]) -> str:
        return " ; ".join(f"{m['libelle']} ({m['avant']} → {m['apres']})" for m in found) or "aucune"

    rows = [
        {**s, "part_enjeu": s["part"], "entrent": moves(s["entrent"]), "sortent": moves(s["sortent"])}
        for s in study["robustesse"]["scenarios"]
    ]
    return table(
        study,
        "scenarios",
        "Chaque enjeu doublé, réduit de moitié, retiré : qui entre dans les dix premières, qui en sort",
        ("hashtag", "libelle", "changement", "part_enjeu", "nouvelle_part", "entrent", "sortent"),
        rows,
        base="robustesse.scenarios",
        described={"part_enjeu": "robustesse.scenarios.part"},
        empty="Un seul enjeu pèse : rien à mettre en balance.",
    )


def trade_off(study: Study) -> Table:
    rows = [{**point, "posture": to_do(point)} for point in study["robustesse"]["arbitrage"]]
    return table(
        study,
        "arbitrage",
        "Ancrage local et promesse de chaque cible",
        ("rang", "activite", "libelle", "posture", "ancrage", "promesse", "non_domine"),
        rows,
        base="robustesse.arbitrage",
        empty="L'ancrage local n'est pas connu ici.",
    )


def _parts(study: Study, part: str) -> list[dict[str, Any]]:
    """Rows of a part of the portfolio, activities by their labels."""
    labels = {target["activite"]: target["libelle"] for target in study["cibles"]}

    def named(codes: list[str]) -> str:
        return " ; ".join(f"{labels.get(code, '')} ({code})".strip() for code in codes) or "aucune"

    lists = ("inconnus", "entrent", "sortent")
    return [
        {**row, "unite": row.get("unite_limite"), **{key: named(row[key]) for key in lists if key in row}}
        for row in study["portefeuille"].get(part, [])
    ]


def projects(study: Study) -> Table:
    known = {target["activite"]: target for target in study["cibles"]}
    rows = [
        {**row, **{key: known.get(row["activite"], {}).get(key) for key in ("rang", "besoins")}}
        for row in study["portefeuille"].get("projets", [])
    ]
    needs = ("besoins.emplois.central", "besoins.foncier_ha.central", "besoins.puissance_mw.central")
    return table(
        study,
        "projets",
        "Projets de l'ensemble choisi, et la taille courante de chacun",
        ("rang", "activite", "libelle", "score", *needs),
        rows,
        base="portefeuille.projets",
        described={name: f"cibles.{name}" for name in needs},
        empty=NO_PORTFOLIO,
    )


def used_limits(study: Study) -> Table:
    return table(
        study,
        "limites",
        "Limites employées par l'ensemble choisi",
        ("limite", "employe", "plafond", "unite", "inconnus"),
        _parts(study, "limites"),
        base="portefeuille.limites",
        empty=NO_PORTFOLIO,
    )


def alternatives(study: Study) -> Table:
    best = study["portefeuille"].get("valeur")
    rows = [{**row, "perte": row["perte"] / best if best else None} for row in _parts(study, "autres")]
    return table(
        study,
        "autres",
        "Autres ensembles presque aussi bons",
        ("entrent", "sortent", "perte"),
        rows,
        base="portefeuille.autres",
        headings={"perte": "perte_part"},
        empty="Aucun autre ensemble ne s'en approche.",
    )


def margins(study: Study) -> Table:
    return table(
        study,
        "marges",
        "Ce qu'apporterait un peu plus de chaque limite",
        ("limite", "de_plus", "unite", "gain", "gain_emplois", "entrent", "sortent"),
        _parts(study, "marges"),
        base="portefeuille.marges",
        empty=NO_PORTFOLIO,
    )
