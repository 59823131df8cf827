"""The records of the targets: what is said of each, and the table of what their ranks are made of."""

from typing import Annotated

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import DEVIATION, INDEX, JOBS, OF_CRITERION, RANK, SHARE, SITES
from ancrage.steps.stakes import ServedStake
from ancrage.steps.targets.products import Product

PUB = Status.PUBLISHED
RELATED = ("proximity_class", "icio_domestic", "naf_occupation")
VARYING = "premières, poids et données variant"


class Chances(Record):
    """Shares of the draws of weights and data that put a target among the first ones."""

    top5: Annotated[
        float, number(f"Chances d'être dans les 5 {VARYING}", SHARE, head="Chances de rester dans les 5 premières")
    ]
    top10: Annotated[
        float,
        number(f"Chances d'être dans les 10 {VARYING}", SHARE, head="Chances de rester dans les 10 premières"),
    ]


class GroupScores(Record):
    """Scores of the groups of criteria, 0-1; None where no criterion of the group is known."""

    need: Annotated[float | None, number("Sous-score Besoin du pays", INDEX, head="Besoin (0 à 1)")] = field(
        name="besoin"
    )
    anchoring: Annotated[float | None, number("Sous-score Ancrage local", INDEX, head="Ancrage (0 à 1)")] = field(
        name="ancrage"
    )
    gain: Annotated[float | None, number("Sous-score Gain pour le territoire", INDEX, head="Gain (0 à 1)")]
    stakes: Annotated[float | None, number("Sous-score Enjeux de société", INDEX, head="Enjeux (0 à 1)")] = field(
        name="enjeux"
    )


class Target(Record, omit_defaults=True):
    """A candidate activity. The first ones are told in full (`detailed`): reasons, reserves, stakes, products.

    `position`: is it here, or near what is; `posture`: what it asks of the territory (see `postures`).
    """

    rank: Annotated[int, number("Rang", RANK)] = field(name="rang")
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    kind: Annotated[str, text("Nature", repeats=True)] = field(name="type")
    score: Annotated[float, number("Score", INDEX, head="Score (0 à 1)")]
    chances: Annotated[Chances, text("Chances de rester parmi les premières")] = field(name="acceptabilite")
    groups: Annotated[GroupScores, text("Notes des groupes de critères")] = field(name="groupes")
    known_share: Annotated[float, number("Part du poids des critères connus", SHARE, status=PUB)] = field(
        name="part_criteres_connus"
    )
    position: Annotated[str, text("Position ici", repeats=True)]
    posture: Annotated[str, text("Posture", repeats=True)]
    outlook_gain: Annotated[
        float | None, number("Complexité mise à portée (COG)", DEVIATION, of=("complexity_class",))
    ] = field(name="gain_perspectives")
    jobs_here: Annotated[
        int | None,
        number(
            "Emplois déjà dans l'activité (services : part du département)",
            JOBS,
            of=("establishments", "jobs_departement_class"),
            head="Emplois ici",
        ),
    ] = field(name="emplois_ici")
    establishments_here: Annotated[
        int | None,
        number(
            "Établissements déjà dans l'activité",
            SITES,
            of=("establishments", "jobs_departement_class"),
            status=PUB,
            head="Établissements ici",
        ),
    ] = field(name="etablissements_ici")
    detailed: Annotated[bool, text("Contée en détail", kind="flag")] = field(name="detaillee", default=False)
    reasons: Annotated[tuple[str, ...], text("Pourquoi", kind="prose")] = field(name="raisons", default=())
    reserves: Annotated[tuple[str, ...], text("Réserves", kind="prose")] = ()
    stakes: Annotated[
        tuple[ServedStake, ...], text("Enjeux servis, d'abord ceux qui comptent le plus ici", in_columns=True)
    ] = field(name="enjeux", default=())
    products: Annotated[tuple[Product, ...], text("Produits les plus importés", in_columns=True)] = field(
        name="produits", default=()
    )


class Nearness(Record):
    """One kind of relatedness with what the territory has; None where the register is empty."""

    density: Annotated[
        float | None, number("Part de ce qui est proche que le territoire a déjà", INDEX, of=RELATED)
    ] = field(name="densite")
    note: Annotated[float | None, number("Place parmi les activités candidates", INDEX)]


class Kinship(Record):
    """How near an activity is to what is done here."""

    places: Annotated[Nearness, text("Trouvées dans les mêmes lieux")] = field(name="lieux")
    trade: Annotated[Nearness, text("Branches qui échangent")] = field(name="echanges")
    trades: Annotated[Nearness, text("Mêmes métiers")] = field(name="metiers")


class CriterionValues(Record):
    """What the rank of one target is made of, by criterion: its value, and its note on the scale of the criterion.

    None where the data do not say. `strategie.criteres` says what each criterion is.
    """

    activity: Annotated[str, text("Cible (NAF)", kind="code")] = field(name="activite")
    values: Annotated[dict[str, float | None], number("Valeur du critère", OF_CRITERION)] = field(name="valeurs")
    notes: Annotated[dict[str, float | None], number("Note du critère", INDEX)]
    stakes: Annotated[dict[str, float], number("Force du lien entre l'activité et l'enjeu", INDEX)] = field(
        name="enjeux"
    )
    kinship: Annotated[Kinship, text("Parenté avec ce qui se fait ici")] = field(name="parentes")
