"""The criteria that rank activities: what each measures, which way it counts, how much, and on which scale."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """`weight` within its group (they sum to one in a group); `sign` 1 when more is better, -1 when less is.

    `table` (and `:source` in it): where vintage and source come from. `scale`: "rank" (percentile among candidates,
    robust to skew) or "log" (logarithm between the smallest and the largest). `reading` is French, for tooltips.
    """

    code: str
    label: str
    group: str
    weight: float
    sign: int
    table: str
    unit: str
    scale: str
    reading: str


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "importations", "Importations françaises", "besoin", 0.25, 1, "trade_class:customs_nc8", "€", "rank",
        "Achats de la France à l'étranger sur douze mois, hors masques et protections de la fenêtre Covid.",
    ),
    Criterion(
        "deficit", "Déficit français", "besoin", 0.20, 1, "trade_class:customs_nc8", "€", "rank",
        "Importations moins exportations : positif quand la France achète plus qu'elle ne vend.",
    ),
    Criterion(
        "couverture", "Taux de couverture", "besoin", 0.15, -1, "trade_class:customs_nc8", "rapport", "rank",
        "Exportations sur importations : 0,5 veut dire que la France vend la moitié de ce qu'elle achète.",
    ),
    Criterion(
        "part_hors_ue", "Part des importations hors UE", "besoin", 0.15, 1,
        "supplier_concentration", "part (0-1)", "rank",
        "Part des importations du poste qui vient de pays hors de l'Union européenne.",
    ),
    Criterion(
        "concentration_hors_ue", "Concentration des fournisseurs hors UE", "besoin", 0.10, 1,
        "supplier_concentration", "indice 0-1", "rank",
        "Indice de Herfindahl des pays fournisseurs hors UE : 1 quand un seul pays fournit tout.",
    ),
    Criterion(
        "branche_hors_ue", "Intrants de la branche venus de hors UE", "besoin", 0.15, 1,
        "icio_sectors", "part (0-1)", "rank",
        "Part des achats de la branche qui vient de pays hors de l'Union européenne.",
    ),
    Criterion(
        "emplois_ici", "Emplois déjà dans l'activité", "ancrage", 0.40, 1, "establishments", "emplois", "log",
        "Emplois de la même classe dans le territoire (services : part du département, au prorata des habitants).",
    ),
    Criterion(
        "densite", "Proximité avec ce qui se fait ici", "ancrage", 0.25, 1, "proximity_class",
        "indice 0-1", "rank",
        "Part des activités proches de celle-ci que le territoire a déjà.",
    ),
    Criterion(
        "competences", "Métiers communs", "ancrage", 0.13, 1, "naf_occupation", "part (0-1)", "rank",
        "Part des embauches de l'activité qui porte sur des métiers déjà employés ici, en proportion.",
    ),
    Criterion(
        "fournisseurs", "Fournisseurs présents", "ancrage", 0.11, 1, "icio_domestic", "part (0-1)",
        "rank",
        "Part des achats de biens de la branche qu'elle trouverait dans des secteurs présents ici.",
    ),
    Criterion(
        "clients", "Clients présents", "ancrage", 0.11, 1, "icio_domestic", "part (0-1)", "rank",
        "Part des ventes de la branche aux entreprises françaises qui va vers des secteurs présents ici.",
    ),
    Criterion(
        "complexite", "Complexité de l'activité", "gain", 0.40, 1, "complexity_class", "écart-type", "rank",
        "Indice de complexité : plus il est haut, plus l'activité demande des savoir-faire rarement réunis.",
    ),
    Criterion(
        "emplois_par_meur", "Emplois par million d'euros", "gain", 0.35, 1, "branch_coefficients",
        "emplois/M€", "rank",
        "Emplois directs pour un million d'euros de production de la branche.",
    ),
    Criterion(
        "multiplicateur", "Effet d'entraînement national", "gain", 0.25, 1, "icio_sectors",
        "€ par €", "rank",
        "Production française, directe et indirecte, pour un euro de demande à la branche.",
    ),
    Criterion(
        "enjeux", "Enjeux servis", "enjeux", 1.0, 1, "", "indice 0-1", "rank",
        "Poids des enjeux du territoire que servent les familles de produits de cette activité.",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far a value may be from the truth, one standard deviation: `relative` to the value, plus `absolute` in the
    unit of the criterion. `service`: relative uncertainty for services, when it differs. `reason` is French."""

    relative: float
    reason: str
    absolute: float = 0.0
    service: float | None = None


# Orders of magnitude chosen from the way each table is made, not estimated: they say how little is known, so that a
# rank that hangs on a tenth of a note is told as such. Errors are taken as independent from one class to another.
UNCERTAINTY: dict[str, Uncertainty] = {
    "importations": Uncertainty(0.02, "Chiffre douanier publié : seuils de déclaration et révisions."),
    "deficit": Uncertainty(0.02, "Différence de deux chiffres douaniers publiés, chacun à 2 % près."),
    "couverture": Uncertainty(0.03, "Rapport de deux chiffres douaniers publiés, chacun à 2 % près."),
    "part_hors_ue": Uncertainty(
        0.20, "Poste CPA, plus large que la classe, pris pour elle ; services : toute la branche.", service=0.30
    ),
    "concentration_hors_ue": Uncertainty(0.25, "Poste CPA, plus large que la classe, pris pour elle."),
    "branche_hors_ue": Uncertainty(0.20, "Moyenne nationale de la branche, dont les classes achètent différemment."),
    # 0.13: what midpoints miss of a total (URSSAF); 0.22: the spread of true sizes around one midpoint
    "emplois_ici": Uncertainty(
        0.13,
        "Milieux de tranche d'effectif : 13 % sur un total, 26 % pour un établissement seul ; services : répartis au "
        "prorata des habitants.",
        service=0.50,
    ),
    "densite": Uncertainty(
        0.10, "Proximités mesurées sur quelques centaines de zones ; services : celles du département.", service=0.20
    ),
    "competences": Uncertainty(0.15, "Embauches d'une année, ventilées par métier."),
    "fournisseurs": Uncertainty(0.25, "Technique nationale de la branche appliquée au territoire."),
    "clients": Uncertainty(0.25, "Ventes nationales de la branche appliquées au territoire."),
    "complexite": Uncertainty(0.0, "Indice calculé sur les exportations mondiales par produit.", absolute=0.15),
    "emplois_par_meur": Uncertainty(0.20, "Moyenne de la branche ; quatre sources en donnent des valeurs écartées."),
    "multiplicateur": Uncertainty(0.05, "Moyenne nationale de la branche."),
    "enjeux": Uncertainty(0.0, "Un choix, non une mesure : ce sont les poids qui varient."),
}
ONE_ESTABLISHMENT = 0.22
