"""The impact as a study tells it, and as the command `impact` tells it of one project."""

from typing import Annotated, Any

from ancrage.domain.described import Range, Record, field, number, numbers, replace, text
from ancrage.domain.documents import plain
from ancrage.domain.measure import Status
from ancrage.domain.units import HA, JOBS, MEUR, SHARE, T_CO2, Unit
from ancrage.steps.impact import Impact, Impacts, Ring
from ancrage.steps.impact.hypotheses import Hypothesis
from ancrage.steps.impact.published import Comparison
from ancrage.steps.impact.substitution import Substitution
from ancrage.study.measures import measured
from ancrage.warehouse.edition import Edition

EST, PUB = Status.ESTIMATED, Status.PUBLISHED
LOCAL = (
    "icio_domestic", "branch_coefficients", "establishments:sirene_etablissements", "jobs_departement_class",
    "communes:cog_communes",
)  # fmt: skip
WHOLE = ("icio_domestic", "icio_imported", "branch_coefficients")
PROJECT = ("establishments", "branch_coefficients")
BRANCH = ("trade_class", "icio_imported")
SIZE = Unit("emplois, ou M€ par an selon « base »", "number")
OF_BOUND = Unit("unité de la borne", "decimal")
TOGETHER = "Portefeuille"


class RingJobs(Record):
    """Jobs in a circle, cumulated from the centre; None where they cannot be told."""

    direct: Annotated[Range, number("Emplois directs", JOBS, of=PROJECT)] = field(name="directs")
    suppliers: Annotated[
        Range | None,
        number("Emplois chez les fournisseurs, dans le cercle", JOBS, of=LOCAL, head="Emplois fournisseurs"),
    ] = field(name="fournisseurs")
    induced: Annotated[
        Range | None,
        number("Emplois induits par les salaires dépensés, dans le cercle", JOBS, of=LOCAL, head="Emplois induits"),
    ] = field(name="induits")
    total: Annotated[
        Range | None,
        number("Emplois directs, fournisseurs et induits, dans le cercle", JOBS, of=LOCAL, head="Emplois en tout"),
    ]


class RingValue(Record):
    """Value added in a circle."""

    project: Annotated[Range, number("Valeur ajoutée du projet", MEUR, of=WHOLE, kind="decimal")] = field(name="projet")
    total: Annotated[
        Range | None,
        number(
            "Valeur ajoutée, fournisseurs du cercle compris",
            MEUR,
            of=LOCAL,
            kind="decimal",
            head="Valeur ajoutée (M€ par an)",
        ),
    ]


class RingCarbon(Record):
    """CO2e emitted in a circle."""

    project: Annotated[Range, number("CO2 émis par le projet", T_CO2, of=("branch_coefficients",))] = field(
        name="projet"
    )
    total: Annotated[
        Range | None,
        number("CO2 émis, fournisseurs du cercle compris", T_CO2, of=LOCAL, head="CO2 en France (t par an)"),
    ]


class Circle(Record):
    """What a project brings in one circle, from the territory to France."""

    level: Annotated[str, text("Niveau", kind="code")] = field(name="niveau")
    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Cercle")] = field(name="nom")
    known: Annotated[bool, text("Peut être dit", kind="flag")] = field(name="connu")
    jobs: Annotated[RingJobs, text("Emplois")] = field(name="emplois")
    value_added: Annotated[RingValue, text("Valeur ajoutée")] = field(name="valeur_ajoutee_meur")
    co2: Annotated[RingCarbon, text("CO2")] = field(name="co2_t")


class ShareOfEuro(Record):
    """Where a part of one euro of output ends up."""

    label: Annotated[str, text("Où va l'euro")] = field(name="ou")
    share: Annotated[
        float, number("Part d'un euro produit", SHARE, of=(*LOCAL, "icio_imported"), head="Part d'un euro")
    ] = field(name="part")


class Sensitivity(Record):
    """What an hypothesis, alone, changes."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Hypothèse")] = field(name="hypothese")
    low: Annotated[str, text("Valeur basse")] = field(name="bas")
    central: Annotated[str, text("Valeur centrale")]
    high: Annotated[str, text("Valeur haute")] = field(name="haut")
    here_low: Annotated[
        float,
        number(
            "Changement des emplois ici, hypothèse à son bas",
            JOBS,
            of=LOCAL,
            kind="decimal1",
            head="Emplois ici : changement au bas",
        ),
    ] = field(name="ici_bas")
    here_high: Annotated[
        float,
        number(
            "Changement des emplois ici, hypothèse à son haut",
            JOBS,
            of=LOCAL,
            kind="decimal1",
            head="Emplois ici : changement au haut",
        ),
    ] = field(name="ici_haut")
    france_low: Annotated[
        float,
        number(
            "Changement des emplois en France, hypothèse à son bas",
            JOBS,
            of=LOCAL,
            kind="decimal1",
            head="Emplois en France : changement au bas",
        ),
    ] = field(name="france_bas")
    france_high: Annotated[
        float,
        number(
            "Changement des emplois en France, hypothèse à son haut",
            JOBS,
            of=LOCAL,
            kind="decimal1",
            head="Emplois en France : changement au haut",
        ),
    ] = field(name="france_haut")
    why: Annotated[str, text("Pourquoi")] = field(name="pourquoi")


class Bound(Record):
    """Our range beside a published one."""

    code: Annotated[str, text("Code", kind="code")]
    label: Annotated[str, text("Ordre de grandeur publié")] = field(name="borne")
    where: Annotated[str, text("Périmètre")] = field(name="perimetre")
    unit: Annotated[str, text("Unité")] = field(name="unite_borne")
    published_low: Annotated[float, number("Valeur publiée, borne basse", OF_BOUND, status=PUB, head="Publié, bas")] = (
        field(name="publie_bas")
    )
    published_high: Annotated[
        float, number("Valeur publiée, borne haute", OF_BOUND, status=PUB, head="Publié, haut")
    ] = field(name="publie_haut")
    ours: Annotated[Range, number("Notre valeur", OF_BOUND, of=LOCAL, head="Le nôtre")] = field(name="ici")
    verdict: Annotated[str, text("Verdict")]
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    source: Annotated[str, text("Source de la valeur publiée")] = field(name="source_borne")
    date: Annotated[str, text("Années")]
    confidence: Annotated[str, text("Confiance")] = field(name="confiance")


class Replaced(Record):
    """What changes in France when the project replaces imports."""

    value: Annotated[float, number("Importations remplacées", MEUR, status=PUB)] = field(name="valeur_meur")
    branch_imports: Annotated[float, number("Importations de la branche", MEUR, of=BRANCH)] = field(
        name="importations_branche_meur"
    )
    share: Annotated[float, number("Part des importations de la branche", SHARE, of=BRANCH)] = field(name="part")
    value_added: Annotated[float, number("Changement de la valeur ajoutée en France", MEUR, of=WHOLE)] = field(
        name="valeur_ajoutee_meur"
    )
    imports: Annotated[float, number("Changement des importations", MEUR, of=WHOLE)] = field(name="importations_meur")
    induced_imports: Annotated[float, number("Importations que la production demande", MEUR, of=WHOLE)] = field(
        name="importations_induites_meur"
    )
    jobs: Annotated[float, number("Changement des emplois en France", JOBS, of=WHOLE)] = field(name="emplois")
    co2: Annotated[float, number("Changement du CO2 émis en France", T_CO2, of=WHOLE)] = field(name="co2_t")
    conservation: Annotated[float, number("Valeur ajoutée + importations : doit être nul", MEUR, of=WHOLE)] = field(
        name="conservation_meur"
    )
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")


class ImpactStudied(Record):
    """The impact of one project, or of a set of them together (its activity is then null)."""

    activity: Annotated[str | None, text("Activité (NAF)", kind="code")] = field(name="activite")
    label: Annotated[str | None, text("Libellé")] = field(name="libelle")
    nature: Annotated[str, text("Nature des emplois")]
    basis: Annotated[str, text("Ce qui mesure le projet")] = field(name="base")
    size: Annotated[Range | None, number("Taille du projet", SIZE, of=("establishments",))] = field(name="taille")
    words: Annotated[str, text("Objet")] = field(name="objet")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    sector: Annotated[str | None, text("Branche", kind="code")] = field(name="secteur")
    sector_label: Annotated[str | None, text("Libellé de la branche")] = field(name="secteur_libelle")
    market: Annotated[str, text("Cercle où se comptent les emplois induits")] = field(name="bassin")
    output: Annotated[
        Range, number("Production du projet", MEUR, of=("branch_coefficients",), head="Production (M€ par an)")
    ] = field(name="production_meur")
    circles: Annotated[tuple[Circle, ...], text("Cercles, du territoire à la France", in_columns=True)] = field(
        name="cercles"
    )
    split: Annotated[tuple[ShareOfEuro, ...], text("Où va un euro produit", in_columns=True)] = field(name="partage")
    sensitivity: Annotated[tuple[Sensitivity, ...], text("Sensibilité", in_columns=True)] = field(name="sensibilite")
    bounds: Annotated[tuple[Bound, ...], text("Ordres de grandeur publiés", in_columns=True)] = field(name="bornes")
    taxes: Annotated[
        Range,
        number(
            "Impôts de production, toutes administrations, ordre de grandeur",
            MEUR,
            of=WHOLE,
            kind="decimal",
            head="Impôts de production (M€ par an)",
        ),
    ] = field(name="impots_production_meur")
    land_ha: Annotated[Range | None, number("Terrain", HA, of=("establishments",), head="Terrain (ha)")] = field(
        name="terrain_ha"
    )
    world_co2: Annotated[
        Range | None,
        number(
            "CO2 mondial, si le projet remplace des importations",
            T_CO2,
            of=WHOLE,
            head="CO2 mondial si importations remplacées (t par an)",
        ),
    ] = field(name="co2_monde_t")
    abroad_co2: Annotated[
        Range | None,
        number("CO2 hors de France, par différence", T_CO2, of=WHOLE, head="CO2 hors de France (t par an)"),
    ] = field(name="co2_ailleurs_t")
    replaced: Annotated[Replaced | None, text("Importations remplacées")] = field(name="substitution")
    unknowns: Annotated[tuple[str, ...], text("Ce que ces chiffres ne disent pas", kind="prose")] = field(
        name="limites"
    )


class ImpactsStudied(Record):
    """One typical project of each first target, and the chosen set together."""

    status: Annotated[str, text("Statut")] = field(name="statut")
    sentence: Annotated[str, text("En une phrase", kind="prose")] = field(name="phrase")
    targets: Annotated[tuple[ImpactStudied, ...], text("Cibles")] = field(name="cibles")
    portfolio: Annotated[ImpactStudied | None, text("Portefeuille")] = field(name="portefeuille")
    unknowns: Annotated[tuple[str, ...], text("Ce que ces chiffres ne disent pas", kind="prose")] = field(
        name="limites"
    )


def impacts_studied(impacts: Impacts) -> ImpactsStudied:
    """What all the projects leave unsaid is said once, for the whole."""
    shared = tuple(dict.fromkeys(words for project in impacts.projects[:1] for words in project.unknowns))
    return ImpactsStudied(
        status=EST.value,
        sentence=impacts.sentence,
        targets=tuple(_apart(impact_studied(project), shared) for project in impacts.projects),
        portfolio=impact_studied(impacts.portfolio) if impacts.portfolio else None,
        unknowns=shared,
    )


def _apart(impact: ImpactStudied, shared: tuple[str, ...]) -> ImpactStudied:
    return replace(impact, unknowns=tuple(words for words in impact.unknowns if words not in shared))


def impact_studied(impact: Impact) -> ImpactStudied:
    project, aside = impact.project, impact.beside
    return ImpactStudied(
        activity=project.activity if project else None,
        label=project.label if project else None,
        nature=impact.nature,
        basis=project.basis if project else "portefeuille",
        size=project.amount if project else None,
        words=impact.words,
        sentence=impact.sentence,
        sector=impact.sector or None,
        sector_label=impact.sector_label or None,
        market=impact.market,
        output=_clean(impact.output),
        circles=tuple(_circle(ring) for ring in impact.rings),
        split=tuple(ShareOfEuro(share.label, _zero(share.share)) for share in impact.split),
        sensitivity=tuple(_sensitivity(hypothesis) for hypothesis in impact.hypotheses),
        bounds=tuple(_bound(comparison) for comparison in impact.comparisons),
        taxes=_clean(aside.taxes),
        land_ha=_known(aside.land_ha),
        world_co2=_known(aside.world_co2),
        abroad_co2=_known(aside.abroad_co2),
        replaced=_replaced(impact.substitution) if impact.substitution else None,
        unknowns=impact.unknowns,
    )


def _circle(ring: Ring) -> Circle:
    return Circle(
        level=ring.level,
        code=ring.code,
        label=ring.label,
        known=ring.known,
        jobs=RingJobs(_clean(ring.direct), _known(ring.suppliers), _known(ring.induced), _known(ring.jobs)),
        value_added=RingValue(_clean(ring.value_added_direct), _known(ring.value_added)),
        co2=RingCarbon(_clean(ring.co2_direct), _known(ring.co2)),
    )


def _sensitivity(h: Hypothesis) -> Sensitivity:
    changes = (_zero(h.here_low), _zero(h.here_high), _zero(h.france_low), _zero(h.france_high))
    return Sensitivity(h.code, h.label, h.low, h.central, h.high, *changes, h.why)


def _bound(c: Comparison) -> Bound:
    p = c.published
    return Bound(
        p.code, p.label, p.where, p.unit, p.low, p.high, _clean(c.ours), c.verdict, c.sentence, p.source, p.date,
        p.confidence,
    )  # fmt: skip


def _replaced(s: Substitution) -> Replaced:
    amounts = (
        s.value, s.branch_imports, s.share, s.value_added, s.imports, s.induced_imports, s.jobs, s.co2_home,
        s.conservation,
    )  # fmt: skip
    return Replaced(*map(_zero, amounts), s.sentence)


def _zero(value: float) -> float:
    """What is only rounding is zero."""
    return value if abs(value) > 1e-6 else 0.0


def _clean(band: Range) -> Range:
    return Range(_zero(band.low), _zero(band.central), _zero(band.high))


def _known(band: Range | None) -> Range | None:
    return None if band is None else _clean(band)


def project_document(edition: Edition, impact: Impact) -> dict[str, Any]:
    """One impact alone, with the description of each of its numbers."""
    described = {path: plain(measured(edition, column)) for path, column in numbers(ImpactStudied)}
    return {"edition": edition.id, "impact": plain(impact_studied(impact)), "mesures": described}
