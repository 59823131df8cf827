"""Missing links: inputs that the territory's sectors buy and that hardly anybody here makes."""

from typing import Annotated

import numpy as np

from ancrage.domain.described import Record, field, number, text
from ancrage.domain.measure import Status
from ancrage.domain.units import JOBS, KM, MEUR, SHARE
from ancrage.domain.wording import euros, listing, lower_first, percent
from ancrage.methods import input_gaps
from ancrage.steps.input_output import absent_classes, input_output, local_output
from ancrage.steps.local import Local

# a link is missing when less than this share of the need could be met by what is made here
MOST_COVERED = 0.25
LEAST_NEED_MEUR = 1.0
LEAST_TOLD = 0.01  # a smaller share is told as less than that
SHOWN, CLASSES, BUYERS = 8, 5, 3


PUB = Status.PUBLISHED
TRADE, HERE = ("icio_domestic", "icio_imported"), ("branch_coefficients", "establishments")


class Buyer(Record):
    """A branch of the territory that buys what is missing."""

    sector: Annotated[str, text("Branche", kind="code")] = field(name="branche")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    share: Annotated[float, number("Part des achats locaux", SHARE, of=TRADE + HERE)] = field(name="part")


class AbsentClass(Record):
    """A class of the missing branch that nobody here declares."""

    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str, text("Libellé")] = field(name="libelle")


class Firm(Record):
    """A firm that makes something near, by its largest establishment; `name` None when it could be a person's."""

    siret: Annotated[str, text("SIRET", kind="code")]
    name: Annotated[str | None, text("Nom")] = field(name="nom")
    activity: Annotated[str, text("Activité (NAF)", kind="code")] = field(name="activite")
    commune: Annotated[str, text("Commune")] = field(name="commune_nom")


class Neighbour(Record):
    """A zone d'emploi within reach that makes what is missing, and its largest makers."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Voisin")] = field(name="libelle")
    distance_km: Annotated[
        float, number("Distance entre centres, à vol d'oiseau", KM, of=("territories",), head="Distance (km)")
    ]
    jobs: Annotated[
        int, number("Emplois de la branche chez le voisin", JOBS, of=("establishments",), head="Emplois")
    ] = field(name="emplois")
    firms: Annotated[tuple[Firm, ...], text("Entreprises", in_columns=True)] = field(name="entreprises")


class MissingLink(Record):
    """A branch that sectors here buy and hardly make (estimates at national technology), and who around makes it."""

    sector: Annotated[str, text("Branche", kind="code")] = field(name="branche")
    label: Annotated[str, text("Libellé")] = field(name="libelle")
    need_meur: Annotated[
        float,
        number("Achats estimés des activités d'ici", MEUR, of=TRADE + HERE, head="Besoin des entreprises d'ici (M€)"),
    ] = field(name="besoin_meur")
    supply_meur: Annotated[float, number("Production locale estimée", MEUR, of=HERE, head="Offre d'ici (M€)")] = field(
        name="offre_ici_meur"
    )
    imported_share: Annotated[
        float, number("Part importée des achats français", SHARE, of=TRADE, status=PUB, head="Part importée (France)")
    ] = field(name="part_importee_france")
    non_eu_share: Annotated[
        float,
        number("Part des achats français venue de hors UE", SHARE, of=TRADE, status=PUB, head="Part hors UE (France)"),
    ] = field(name="part_hors_ue_france")
    buyers: Annotated[tuple[Buyer, ...], text("Acheteurs ici", in_columns=True)] = field(name="acheteurs")
    absent_classes: Annotated[tuple[AbsentClass, ...], text("Activités absentes ici", in_columns=True)] = field(
        name="classes_absentes"
    )
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    neighbours: Annotated[tuple[Neighbour, ...], text("Voisins qui en fabriquent", in_columns=True)] = field(
        name="voisins", default=()
    )
    neighbours_sentence: Annotated[str, text("Qui en fabrique autour", kind="prose")] = field(
        name="phrase_voisins", default=""
    )


def covered(share: float) -> str:
    """« n'en couvre rien », « en couvrirait moins de 1 % », « n'en couvrirait que 12 % »: never « que 0 % »."""
    if share == 0:
        return "n'en couvre rien"
    if share < LEAST_TOLD:
        return f"en couvrirait moins de {percent(LEAST_TOLD)}"
    return f"n'en couvrirait que {percent(share)}"


def _uncounted(local: Local) -> list[str]:
    """Classes of the plants here that the register lacks: nobody may say that their branch is missing."""
    return [c for c in local.added["class"].drop_nulls().unique().sort() if c in local.country.index]


def missing_links(local: Local) -> tuple[MissingLink, ...]:
    """Goods only: services are outside the register, so nobody can say that they are missing here."""
    table = input_output(local.edition)
    output = local_output(local)
    if not output.any():
        return ()
    gaps = input_gaps(table.domestic, table.imported, output)
    purchases = (table.domestic + table.imported) * output
    imports = table.eu + table.non_eu
    goods = np.array([s.startswith(("A", "B", "C")) for s in table.sectors]) & table.observed
    known = np.isin(np.arange(len(goods)), [table.of_class[local.country.index[c]] for c in _uncounted(local)])
    missing = goods & ~known & (gaps.coverage < MOST_COVERED) & (gaps.need >= LEAST_NEED_MEUR)
    found = []
    for i in sorted(np.flatnonzero(missing), key=lambda i: -gaps.gap[i])[:SHOWN]:
        buyers = tuple(
            Buyer(table.sectors[j], table.labels[table.sectors[j]], float(purchases[i, j] / gaps.need[i]))
            for j in np.argsort(-purchases[i], kind="stable")[:BUYERS]
            if purchases[i, j] > 0
        )
        total = table.flows[i].sum() + imports[i].sum()
        imported, outside = imports[i].sum() / total, table.non_eu[i].sum() / total
        label = table.labels[table.sectors[i]]
        who = listing([lower_first(b.label) for b in buyers])
        found.append(
            MissingLink(
                sector=table.sectors[i],
                label=label,
                need_meur=float(gaps.need[i]),
                supply_meur=float(gaps.supply[i]),
                imported_share=float(imported),
                non_eu_share=float(outside),
                buyers=buyers,
                absent_classes=tuple(AbsentClass(c, t) for c, t, _ in absent_classes(local, int(i), CLASSES)),
                sentence=(
                    f"Les activités d'ici ({who}) achèteraient environ {euros(gaps.need[i] * 1e6)} par an de "
                    f"« {label} » ; la production locale {covered(float(gaps.coverage[i]))}. "
                    f"En France, {percent(imported)} de ces achats viennent de l'étranger."
                ),
            )
        )
    return tuple(found)
