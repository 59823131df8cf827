"""Documented cases: those of a target on the page, all those that the study cites in the workbook."""

from dataclasses import replace
from urllib.parse import urlsplit

from ancrage.sections.blocks import Section
from ancrage.sections.table import Cell, Chain, Col, Table, View, data
from ancrage.study import Study
from ancrage.study.cases import CaseRow
from ancrage.study.targets import StudiedTarget

PAGES = 3  # named on the page
PRESS = "base de référence d'Ancrage, d'après la presse citée cas par cas"
_HEADS = (
    ("Entreprise", "text"), ("Produit", "text"), ("Commune", "text"), ("Distance au centre (km, est.)", "decimal1"),
    ("Annonce", "year"), ("Emplois annoncés (nature)", "text"), ("Dernière nouvelle", "text"), ("Lu dans", "text"),
)  # fmt: skip
_PATHS = ("cas.liste.distance_km", "cas.liste.annee", "cas.liste.annee_situation")


def _case(chain: Chain) -> CaseRow:
    row: CaseRow = chain["liste"]
    return row


CASES = View(
    "cas",
    f"Cas français documentés que cite cette étude ({PRESS})",
    rows="cas.liste",
    columns=(
        "id", "entreprise", "produit", "famille",
        Col("classes", value=lambda chain: " ; ".join(c.activity for c in _case(chain).classes)),
        "commune_nom", "departement", "distance_km", "annee", "emplois.valeur", "emplois.nature",
        Col("investissement.valeur", "Investissement annoncé", "euro"), "pays_origine", "type", "issue", "situation",
        "annee_situation", "sans_nouvelle", "remarque",
        Col("etablissements", value=lambda chain: " ; ".join(s.siret for s in _case(chain).sites) or None),
        Col("sources", kind="text", value=lambda chain: " ; ".join(_case(chain).sources)),
        Col("confiance", value=lambda chain: "lu dans la source" if _case(chain).confidence == "S" else "à vérifier"),
    ),
    empty="Aucun cas documenté.",
)  # fmt: skip
CASES_BY_TARGET = View(
    "cas-cibles",
    f"Cas documentés, cible par cible ({PRESS})",
    rows="cibles",
    columns=(
        "activite", "libelle", Col("cas.lien", value=lambda chain: chain["cibles"].cases.link or "aucun"), "cas.total",
        "cas.arretes", "cas.fragiles", "cas.sans_nouvelle", "cas.phrase",
    ),
    keep=lambda chain: chain["cibles"].cases is not None,
)  # fmt: skip


def target_cases(study: Study, target: StudiedTarget) -> Table:
    """Cases of one target, nearest first, with what an elected official asks: who, where, when, jobs, how it ended."""
    by_id = {row.id: row for row in study.cases.rows}
    rows = [_brief(by_id[id]) for id in (target.cases.cases if target.cases else ())]
    return replace(data("cas", f"Cas français documentés : {target.label}", _HEADS, rows), paths=_PATHS)


def _brief(row: CaseRow) -> tuple[Cell, ...]:
    return (
        row.firm, row.product, row.commune_label, row.distance_km, row.year, row.jobs_words, row.last_news,
        sites(row.sources),
    )  # fmt: skip


def sites(addresses: tuple[str, ...]) -> str:
    """Where the pages are, as a reader names them: « usinenouvelle.com, latribune.fr »; the workbook has them whole."""
    names = list(dict.fromkeys((urlsplit(a).hostname or a).removeprefix("www.") for a in addresses))
    return ", ".join(names[:PAGES]) + "…" * (len(names) > PAGES)


CASES_SHEET = Section(
    "cas",
    "Cas",
    "",
    lambda study: (),
    views=(CASES_BY_TARGET, CASES),
    sheet="Cas",
    about="ce qui s'est déjà fait en France",
)
