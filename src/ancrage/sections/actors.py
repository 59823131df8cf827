"""Who can make it, who supplies, who would buy, whom to attract, whom to keep?"""

from collections.abc import Iterator

from ancrage.sections.blocks import SCREEN, Block, Rows, Section, Text, Title
from ancrage.sections.diagnosis import NO_NAME
from ancrage.sections.shortlist import labels
from ancrage.sections.table import Cell, Chain, Col, View, table
from ancrage.steps.actors import Actor
from ancrage.study import Study

DETAILED, FULL_ON_PAPER = 10, 5  # targets told, of which printed
# lines of each role on the page: who could make it first
ON_PAGE = {
    "producteur possible": 4, "fournisseur": 1, "client": 1, "pivot": 1, "à attirer": 2, "à garder": 1, "soutien": 3,
}  # fmt: skip


def _name(chain: Chain) -> Cell:
    name: str | None = chain["acteurs"].name
    return name or NO_NAME


ACTORS = View(
    "acteurs",
    "À qui parler, cible par cible et rôle par rôle",
    rows="acteurs",
    columns=(
        "cible", "role", "rang", "siret", "siren", Col("nom", value=_name), "activite", "libelle_activite", "commune",
        "commune_nom", "sur_place", "distance_km", "taille", "emplois", "proximite", "confiance", "preuve", "etat",
        "raison",
        "lon", "lat", Col("suivi", "Suivi (à remplir)", value=lambda chain: None),
    ),
    empty="Aucune entreprise proche trouvée dans le registre.",
)  # fmt: skip
CUSTOMERS, SUPPLIERS = (
    View(
        f"arrivees-{side}",
        f"Ce que l'arrivée de chaque cible compléterait : {who} (déduit des achats moyens de branche)",
        rows=f"diagnostic.arrivees.{side}",
        columns=(
            "arrivees.cible", "arrivees.libelle", "libelle", "part", "emplois",
        ),
        empty="Aucun lien à dire.",
    )
    for side, who in (("clients", "à qui elle vendrait"), ("fournisseurs", "à qui elle achèterait"))
)  # fmt: skip


def first_ones(study: Study, target: str) -> list[Actor]:
    """The first of each role for the page, a firm once a role: its other sites are in the workbook."""
    first: list[Actor] = []
    seen: dict[str, set[str]] = {}
    for actor in study.actors:
        if actor.target != target:
            continue
        firms = seen.setdefault(actor.role, set())
        firm = actor.siren or actor.name or ""
        if firm not in firms and len(firms) < ON_PAGE.get(actor.role, 1):
            firms.add(firm)
            first.append(actor)
    return first


def _brief(study: Study, target: str, label: str) -> View:
    shown = {id(actor) for actor in first_ones(study, target)}
    return View(
        "acteurs",
        f"À qui parler : {label}",
        rows="acteurs",
        columns=("role", Col("nom", value=_name), "commune_nom", "distance_km", "confiance", "raison"),
        empty=ACTORS.empty,
        keep=lambda chain: id(chain["acteurs"]) in shown,
    )


def blocks(study: Study) -> Iterator[Block]:
    if not study.actors:
        yield Text(
            "Aucune entreprise proche trouvée dans le registre, qui ne compte que les établissements assez grands.",
            style="empty",
        )
    else:
        yield Text(
            "Personne n'a été contacté. « forte » : l'établissement déclare l'activité. Fournisseurs, clients, pivots "
            "et firmes à attirer sont déduits : ce sont des questions à poser, pas des réponses."
        )
    names = labels(study)
    # those of the two lists come first, in the order of the study
    targets = list(dict.fromkeys(actor.target for actor in study.actors))[:DETAILED]
    for at, target in enumerate(targets, start=1):
        on = SCREEN if at > FULL_ON_PAPER else ""
        yield Title(f"{names[target]} ({target})", on=on)
        for arrival in study.diagnostic.arrivals:
            if arrival.activity == target:
                yield Text(arrival.sentence, style="facts-line", on=on)
        rows = table(study, _brief(study, target, names[target]))
        yield Rows(rows, limit=13, paper=8, named=False, credited=at == len(targets), on=on)
    yield Text(
        f"{len(study.actors)} lignes en tout, avec SIRET et taille : feuille « Acteurs » de tableaux.xlsx.",
        style="more",
    )
    if study.actors:
        yield Text(
            "Pour préparer les entretiens, deux pages par entreprise avec huit questions : « ancrage entretien "
            f"{study.place.level}:{study.place.code} --activite {study.actors[0].target} ».",
            style="more",
        )


ACTORS_SECTION = Section(
    "acteurs",
    "Acteurs",
    "Qui peut le faire, qui fournit, qui achèterait, qui attirer, qui garder ?",
    blocks,
    views=(ACTORS, CUSTOMERS, SUPPLIERS),
    sheet="Acteurs",
    about="qui appeler, avec SIRET et taille ; la colonne « Suivi » est à remplir",
)
