"""`cout.json`: a computed business case as plain French-keyed data, every number described."""

from typing import Any

from ancrage.domain.described import Range
from ancrage.domain.measure import Measure, Status
from ancrage.domain.numbers import rounded
from ancrage.steps.costs.compare import Comparison, Line, Result, driver_label
from ancrage.steps.costs.components import GROUPS
from ancrage.steps.costs.estimates import AGREED, READ, TO_CHECK, TOLD, Estimate, factors
from ancrage.steps.costs.levers import Lever

VERSION = "1"
OWN = "Ancrage"
SHARE = "part (0-1)"
EST = Status.ESTIMATED
STATUSES = {
    TOLD: "donné par le dossier",
    TO_CHECK: "par défaut, à vérifier",
    READ: "par défaut, lu dans sa source",
    AGREED: "convention",
}

# (path, label, unit): what every number of the document that does not describe itself is
MEASURES = (
    ("tirages", "Tirages", "tirages"),
    ("graine", "Graine des tirages", "sans unité"),
    ("annee", "Première année du dossier", "année"),
    ("duree_ans", "Durée du dossier", "ans"),
    ("comparaisons.ecart_prix", "Écart de prix départ usine (positif : acheter coûte moins)", SHARE),
    ("comparaisons.ecart_cout_total", "Écart en coût total (positif : acheter coûte moins)", SHARE),
    ("comparaisons.ecart_tolere", "Écart de prix au-delà duquel acheter coûte moins", SHARE),
    ("comparaisons.prix_ailleurs_egalite", "Prix ailleurs qui met les deux à égalité", "€ par unité"),
    ("comparaisons.cout_ici_maximal", "Coût de revient ici qui met les deux à égalité", "€ par unité"),
    ("comparaisons.cout_total_ailleurs", "Coût total ailleurs", "€ par unité"),
    ("comparaisons.cout_total_ici", "Coût total ici", "€ par unité"),
    ("comparaisons.probabilite_ici", "Part des tirages où produire ici coûte moins", SHARE),
    ("comparaisons.probabilite_erreur", "Trois erreurs-types de cette part", SHARE),
    ("comparaisons.lignes.ailleurs", "Coût ailleurs", "€ par unité"),
    ("comparaisons.lignes.ici", "Coût ici", "€ par unité"),
    ("comparaisons.lignes.pas", "Ce que la ligne ajoute à l'écart", SHARE),
    ("comparaisons.courbe.ecart", "Écart une fois ce groupe compté", SHARE),
    ("comparaisons.resultat_moyen", "Résultat à la moyenne des fourchettes", "part (0-1), ou € par unité"),
    ("comparaisons.sensibilite.au_bas", "Résultat, l'hypothèse à sa borne basse", "part (0-1), ou € par unité"),
    ("comparaisons.sensibilite.au_haut", "Résultat, l'hypothèse à sa borne haute", "part (0-1), ou € par unité"),
    ("comparaisons.annees.annee", "Année", "année"),
    ("comparaisons.annees.resultat", "Écart en coût total, ou coût de revient maximal", "part (0-1), ou € par unité"),
    ("comparaisons.annees.probabilite_ici", "Part des tirages où produire ici coûte moins", SHARE),
    ("comparaisons.leviers.aujourd_hui", "Valeur d'aujourd'hui", "celle du levier"),
    ("comparaisons.leviers.valeur", "Valeur qui met les deux à égalité", "celle du levier"),
    ("comparaisons.investissement.van_eur", "Valeur actuelle nette avant impôt", "€"),
    ("comparaisons.investissement.probabilite_perte", "Part des tirages où elle est négative", SHARE),
    ("comparaisons.investissement.probabilite_erreur", "Trois erreurs-types de cette part", SHARE),
    ("comparaisons.investissement.taux_rendement", "Taux de rendement interne des flux médians", "par an (0-1)"),
    ("comparaisons.investissement.annees_remboursement", "Années pour rembourser, flux médians", "ans"),
)  # fmt: skip
SPREADS = {
    "ecart_prix", "ecart_cout_total", "ecart_tolere", "prix_ailleurs_egalite", "cout_ici_maximal",
    "cout_total_ailleurs", "cout_total_ici", "ecart", "resultat", "van_eur",
}  # fmt: skip


def case_document(result: Result, edition_id: str) -> dict[str, Any]:
    case = result.case
    return {
        "version": VERSION,
        "titre": case.title,
        "edition": edition_id,
        "tirages": result.draws,
        "graine": result.seed,
        "annee": case.first_year,
        "duree_ans": case.years,
        "produit": {
            "code": case.goods.code or None,
            "libelle": case.goods.label,
            "activite": case.goods.activity or None,
            "activite_libelle": case.goods.activity_label or None,
            "unite": case.unit,
            "famille": case.goods.family.label,
            "macf": case.goods.border.sector if case.goods.border else None,
        },
        "prix_ici_connu": case.home_price_known,
        "mesures": _measures(edition_id),
        "comparaisons": [_comparison(found, case.home_price_known) for found in result.comparisons],
    }


def _measures(edition_id: str) -> dict[str, dict[str, str]]:
    """Every number, spreads by their three ends."""
    found = {}
    for path, label, unit in MEASURES:
        ends = ("bas", "central", "haut") if path.rpartition(".")[2] in SPREADS else ("",)
        for end in ends:
            said = {"bas": ", dépassé 9 fois sur 10", "central": ", médiane", "haut": ", dépassé 1 fois sur 10"}
            name = f"{path}.{end}" if end else path
            found[name] = Measure(label + said.get(end, ""), unit, edition_id, OWN, EST).as_dict()
    return found


def _comparison(found: Comparison, known: bool) -> dict[str, Any]:
    where = found.origin.place
    return {
        "pays": where.iso3,
        "pays_nom": where.label,
        "phrases": list(found.sentences),
        "ecart_prix": _spread(found.price_gap),
        "ecart_cout_total": _spread(found.gap),
        "probabilite_ici": rounded(found.home_cheaper),
        "probabilite_erreur": rounded(found.home_cheaper_error),
        "ecart_tolere": _spread(found.tolerated_gap),
        "prix_ailleurs_egalite": _spread(found.break_even_far),
        "cout_ici_maximal": _spread(found.break_even_home),
        "cout_total_ailleurs": _spread(found.cost_far),
        "cout_total_ici": _spread(found.cost_home),
        "resultat_moyen": rounded(found.mean_outcome),
        "macf_exempte": found.border_exempt,
        "lignes": [_line(line) for line in found.lines],
        "courbe": [{"groupe": g, "libelle": GROUPS[g], "ecart": _spread(s)} for g, s in found.group_gaps],
        "sensibilite": [
            {
                "cle": s.key,
                "libelle": s.label,
                "hypothese": hypothesis(s.estimate),
                "resultat": "écart en coût total" if known else "coût de revient maximal ici",
                "au_bas": rounded(s.at_low),
                "au_haut": rounded(s.at_high),
            }
            for s in found.swings
        ],
        "annees": [
            {"annee": y.year, "resultat": _spread(y.outcome), "probabilite_ici": rounded(y.home_cheaper)}
            for y in found.years
        ],
        "leviers": [_lever(lever) for lever in found.levers],
        "investissement": _payback(found),
        "hypotheses": [
            {"cle": key, "libelle": driver_label(key), **hypothesis(value)}
            for key, value in sorted(found.hypotheses.items(), key=lambda item: _place(item[0]))
        ],
    }


def _place(key: str) -> tuple[int, str]:
    """Order of the factors of the reference base; what is no factor comes first."""
    known = list(factors())
    name = key.partition(".")[2] or key
    return (known.index(name) if name in known else -1), key


def _payback(found: Comparison) -> dict[str, Any] | None:
    paid = found.payback
    if paid is None:
        return None
    return {
        "phrase": paid.sentence,
        "van_eur": _spread(paid.npv),
        "probabilite_perte": rounded(paid.loss_probability),
        "probabilite_erreur": rounded(paid.loss_error),
        "taux_rendement": rounded(paid.irr),
        "annees_remboursement": paid.years,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "cle": line.key,
        "libelle": line.label,
        "groupe": GROUPS[line.group],
        "ailleurs": rounded(line.there),
        "ici": rounded(line.here),
        "pas": rounded(line.step),
    }


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "cle": lever.key,
        "libelle": lever.label,
        "unite": lever.unit,
        "aujourd_hui": rounded(lever.today),
        "valeur": rounded(lever.value),
        "phrase": lever.sentence,
    }


def hypothesis(value: Estimate) -> dict[str, Any]:
    """A range that describes itself."""
    return {
        "bas": rounded(value.low),
        "central": rounded(value.central),
        "haut": rounded(value.high),
        "unite": value.unit,
        "millesime": value.date or "dossier",
        "source": value.source,
        "statut": STATUSES[value.confidence],
        "note": value.note,
    }


def _spread(found: Range | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    return {"bas": rounded(found.low), "central": rounded(found.central), "haut": rounded(found.high)}
