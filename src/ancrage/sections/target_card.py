"""One target told in full: why, its reserves, what it would take, the numbers behind its rank."""

from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten

from ancrage.domain.wording import count, listing
from ancrage.sections import wording
from ancrage.sections.blocks import (
    EVERYWHERE,
    PAPER,
    SCREEN,
    Block,
    Card,
    Columns,
    Item,
    Items,
    Rows,
    Text,
    Title,
    items,
)
from ancrage.sections.cases import target_cases
from ancrage.sections.shortlist import to_do
from ancrage.sections.table import Table, table
from ancrage.sections.targets_tables import CRITERIA_BRIEF, PRODUCTS_BRIEF, criterion_rows
from ancrage.sections.vulnerability import DEFINITIONS_BRIEF, judged, verdicts
from ancrage.steps.limits_check import RESPECTS
from ancrage.steps.targets import SERVICE
from ancrage.study import Study
from ancrage.study.credits import is_estimated
from ancrage.study.targets import StudiedTarget

ROWS, CRITERIA_SHOWN, NAMED_ON_PAPER, LABEL = 5, 40, 3, 70
NOT_HERE = {
    "présent": "Présent ici, effectif inconnu.",
    "proche": "Personne ne le fait ici à cette taille, mais les savoir-faire proches y sont.",
    "éloigné": "Éloigné de ce qui se fait ici.",
}


def here(study: Study, target: StudiedTarget) -> str:
    """Where the territory stands on a target, in a few words."""
    jobs, sites = target.jobs_here, target.establishments_here
    if not jobs:
        return NOT_HERE[target.position]
    share = ", sa part du département" if target.kind == SERVICE else ""
    where = f"{count(sites, 'établissement')}, " if sites else ""
    return f"Ici : {where}{count(jobs, 'emploi')}{_estimated(study, 'cibles.emplois_ici')}{share}."


def _estimated(study: Study, path: str) -> str:
    return wording.ESTIMATED if is_estimated(study.measures[path]) else ""


def card(study: Study, target: StudiedTarget, *, full: bool, credited: bool) -> Card:
    """`full`: whole on paper too; `credited`: its tables say their sources, which are those of the others."""
    on = EVERYWHERE if full else SCREEN
    facts = (
        f"{here(study, target)} Score {wording.number(target.score, 2)} sur 1{_estimated(study, 'cibles.score')} · "
        f"place {wording.confidence(target.chances.top10)} · critères connus : "
        f"{wording.percent(target.known_share)} du poids"
    )
    parts: tuple[Block, ...] = (
        Text(facts, style="facts-line"),
        Columns((tuple(_reasons(target)), tuple(_certainty(study, target, on)))),
        *_cases(study, target, on, credited=credited),
        *_needs(target, on),
        *_vulnerability(study, target, credited=credited),
        *_numbers(study, target, on, credited=credited),
    )
    slug = target.activity.replace(".", "-")
    return Card(
        f"cible-{slug}", target.label, parts, target.activity, to_do(target), target.rank,
        style="target full" if full else "target",
    )  # fmt: skip


def _reasons(target: StudiedTarget) -> Iterator[Block]:
    yield Title("Pourquoi", 4)
    yield items(target.reasons) if target.reasons else Text("Aucune raison mesurée.", style="empty")


def _certainty(study: Study, target: StudiedTarget, on: str) -> Iterator[Block]:
    if target.reserves:
        yield Title("Réserves", 4)
        yield items(target.reserves)
    if target.stakes:
        yield Title("Enjeux servis", 4, on)
        yield Items(tuple(Item(stake.reason, lead=stake.hashtag) for stake in target.stakes), on=on)
    if target.robustness:
        yield Title("Sa place tient-elle ?", 4)
        yield items(target.robustness.sentences)


def _cases(study: Study, target: StudiedTarget, on: str, *, credited: bool) -> Iterator[Block]:
    if not target.cases:
        return
    yield Title("L'a-t-on déjà fait en France ?", 4, on)
    yield Text(target.cases.sentence, on=on)
    if not target.cases.cases:
        return
    yield Rows(target_cases(study, target), ROWS, credited=credited, on=SCREEN)
    if credited:
        reserve = study.cases.caution
        where = "« Lu dans » : les adresses entières sont dans tableaux.xlsx, feuille « Cas »."
        yield Text(f"{reserve} {where}", style="source", on=SCREEN)


def _needs(target: StudiedTarget, on: str) -> Iterator[Block]:
    needs: list[Block] = []
    if target.need or target.limits:
        needs.append(Title("Ce qu'il faudrait", 4))
    if target.need:
        needs.append(Text(target.need.sentence))
    if target.limits:
        within = [verdict.limit for verdict in target.limits if verdict.answer == RESPECTS]
        respected = [Item(f"{listing(within)}.", lead="Dans vos limites :")] if within else []
        doubtful = [
            Item(verdict.sentence, lead=f"{verdict.limit.capitalize()}, à vérifier :")
            for verdict in target.limits
            if verdict.answer != RESPECTS
        ]
        needs.append(Items((*respected, *doubtful)))
    vulnerable: list[Block] = []
    if target.vulnerability:
        vulnerable += [Title("Le pays est-il vulnérable ?", 4), Text(target.vulnerability.sentence)]
        if target.vulnerability.explanations:
            vulnerable.append(items(target.vulnerability.explanations, on=SCREEN))
    if groups := tuple(tuple(group) for group in (needs, vulnerable) if group):
        yield Columns(groups, on=on)


def _vulnerability(study: Study, target: StudiedTarget, *, credited: bool) -> Iterator[Block]:
    known = target.vulnerability
    if not known or not judged(known):
        return
    chains = verdicts(study, ({"cibles": target, "vulnerabilite": known, "definitions": v} for v in known.verdicts))
    yield Rows(_of(table(study, DEFINITIONS_BRIEF, chains), target), ROWS, credited=credited, on=SCREEN)
    if known.caution:
        yield Text(known.caution, style="source", on=SCREEN)


def _numbers(study: Study, target: StudiedTarget, on: str, *, credited: bool) -> Iterator[Block]:
    criteria = _of(table(study, CRITERIA_BRIEF, criterion_rows(study, [target])), target)
    yield Rows(criteria, CRITERIA_SHOWN, credited=False, on=on)
    if target.products:
        named = " ; ".join(
            f"{shorten(product.label, LABEL, placeholder='…')} ({wording.euros(product.import_eur)})"
            for product in target.products[:NAMED_ON_PAPER]
        )
        rest = "Les autres : feuille « Produits » de tableaux.xlsx."
        if on == EVERYWHERE:
            yield Text(f"Premiers produits importés : {named}. {rest}", on=PAPER)
    chains = [{"cibles": target, "produits": product} for product in target.products]
    yield Rows(_of(table(study, PRODUCTS_BRIEF, chains), target), ROWS, credited=credited, on=SCREEN)
    levels = list(dict.fromkeys(product.suppliers.level for product in target.products if product.suppliers))
    if levels:
        yield Text(f"Pays fournisseurs observés au niveau : {listing(levels)}.", style="source", on=SCREEN)


def _of(rows: Table, target: StudiedTarget) -> Table:
    """A table of one target says so: each table of a page has its own name."""
    between = " " if rows.title.endswith("?") else " : "
    return replace(rows, title=f"{rows.title}{between}{target.label}")
