"""The lean register: what the actors step needs to find and call a firm, and what is known of it since it was made."""

import numpy as np
import polars as pl

from ancrage.domain.measure import Status
from ancrage.domain.standing import STATE_ALIVE, STATE_CLOSED, STATE_OPEN, STATE_UNVERIFIED
from ancrage.methods import cooccurrence_relatedness
from ancrage.methods.linkage import siret_is_valid
from ancrage.reference import read_reference
from ancrage.sources.declaration import load_declaration
from ancrage.sources.expectations import contradictions
from ancrage.sources.registre_etat import FIRM_ALIVE, PLANT_OPEN
from ancrage.warehouse.corrections import (
    ACCOUNT_CLOSED,
    SHOWN,
    TO_CONFIRM,
    added,
    corrections,
)
from ancrage.warehouse.register import distance_between
from ancrage.warehouse.successions import current_activities, current_communes
from ancrage.warehouse.table import Inputs, Table, column

SOURCE, PROOFS, FIRMS, ABSENT = "sirene_etablissements", "registre_etat", "egapro", "etablissements_absents"
# pairs of classes that fewer firms declare say nothing
FEWEST_FIRMS = 3
# an establishment is farther from the centre of its commune only by mistake; Guyane has the widest communes
FAR_KM, FAR_KM_GUYANE, GUYANE = 35.0, 100.0, "973"
WARNINGS = {
    "closed": "fermeture à vérifier",
    "size": "effectif à revoir",
    "activity": "activité à confirmer",
    "renamed": "nom à confirmer",
}
CORRECTED = {"activity": "activité corrigée", "size": "effectif corrigé", "moved": "lieu corrigé"}


def published(inputs: Inputs) -> pl.DataFrame:
    """The register as its source published it, in today's communes, without the rows that have no place."""
    rows = inputs.source(SOURCE)
    return (
        rows.with_columns(
            naf=current_activities(inputs, rows["naf"], SOURCE),
            commune=current_communes(inputs, rows["commune"], SOURCE),
        )
        .join(inputs.tables["naf"].select("naf", "class"), on="naf")
        .sort("commune", "siret")
    )


def _corrections(inputs: Inputs) -> pl.DataFrame:
    classes = inputs.tables["naf_classes"].filter("is_manufacturing")["class"].to_list()
    return corrections(
        published(inputs),
        inputs.source(PROOFS),
        inputs.source(FIRMS),
        communes=inputs.tables["communes"],
        bodies=inputs.source("cog_libelles").filter(level="epci").select("label", siren="code"),
        manufacturing=classes,
        as_of=load_declaration(SOURCE).reference_date,
    )


def _check_corrections(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """Every authored correction is of an establishment of the register."""
    authored = read_reference("corrections_registre.csv").filter(~pl.col("nature").is_in(["added", "moved"]))
    absent = sorted(set(authored["siret"]) - set(published(inputs)["siret"]))
    return [f"corrections_registre.csv corrige un SIRET absent du registre : {_some(absent)}"] if absent else []


def _lasting(inputs: Inputs) -> pl.DataFrame:
    """Every row of the source with what became of it: `usual_name`, `warning`, state, activity as corrected, and
    `gone` (closed, duplicate_of; null when it stays)."""
    told = inputs.tables["register_corrections"]
    applied = told.filter(pl.col("status") != SHOWN)
    rows = published(inputs)

    def of(*kinds: str) -> pl.DataFrame:
        kept = applied.filter(pl.col("kind").is_in(kinds)).sort("kind")
        return kept.unique("siret", keep="first", maintain_order=True)

    told_siret = pl.col("after").str.contains(r"^\d{14}$")
    names = of("renamed", "succeeded_by", "usual_name").filter(~told_siret).select("siret", usual_name="after")
    activity = of("activity").select("siret", corrected="after")
    size = of("size").select("siret", corrected_jobs=pl.col("after").cast(pl.Int64))
    moved = of("moved").select("siret", moved="after")
    heirs = pl.col("kind").is_in(["closed", "duplicate_of"]) | told_siret
    gone = (
        of("closed", "duplicate_of", "succeeded_by")
        .filter(heirs)
        .select(
            "siret",
            gone="kind",
            gone_on="date",
            gone_by="source",
            by="after",
            to_confirm=pl.col("status") == TO_CONFIRM,
        )
    )
    proofs = inputs.source(PROOFS).filter(pl.col("meaning").is_in([PLANT_OPEN, FIRM_ALIVE]))
    states = proofs.select(
        "siret",
        state=pl.when(pl.col("meaning") == PLANT_OPEN).then(pl.lit(STATE_OPEN)).otherwise(pl.lit(STATE_ALIVE)),
        state_date="date",
        state_source="source",
    )
    nafs = inputs.tables["naf"].select(corrected="naf", corrected_class="class")
    places = inputs.tables["communes"].select(moved="commune", moved_lon="lon", moved_lat="lat")
    moved = moved.join(places, on="moved")
    for frame in (names, activity, size, moved, gone, states, _warnings(told)):
        rows = rows.join(frame, on="siret", how="left", maintain_order="left")
    rows = rows.join(nafs, on="corrected", how="left", maintain_order="left")
    return rows.with_columns(
        pl.coalesce("corrected_class", "class").alias("class"),
        naf=pl.coalesce("corrected", "naf"),
        jobs=pl.coalesce("corrected_jobs", "jobs"),
        size_class=pl.coalesce(_size_class("corrected_jobs"), "size_class"),
        commune=pl.coalesce("moved", "commune"),
        lon=pl.coalesce("moved_lon", "lon"),
        lat=pl.coalesce("moved_lat", "lat"),
        state=pl.col("state").fill_null(STATE_UNVERIFIED),
        state_date=pl.col("state_date").fill_null(load_declaration(SOURCE).reference_date),
    )


def _size_class(jobs: str) -> pl.Expr:
    """The size class of a number of jobs, as the register words it; null without a number."""
    bands = read_reference("tranches_effectif.csv")["libelle"]
    bounds = [(int("".join(filter(str.isdigit, label.partition("à")[0]))), label) for label in bands]
    said = pl.lit(None, dtype=pl.String)
    for least, label in sorted(bounds):
        said = pl.when(pl.col(jobs) >= least).then(pl.lit(label)).otherwise(said)
    return said


def _warnings(told: pl.DataFrame) -> pl.DataFrame:
    """(siret, warning): what is only shown, in French: « fermeture à vérifier (2024) : cession partielle »; and what
    was corrected: « activité corrigée (13.95Z au registre) »."""
    done = told.filter(pl.col("status") != SHOWN, pl.col("kind").is_in(list(CORRECTED)))
    was = pl.col("before").str.split(" ").list.first()
    corrected = done.select(
        "siret", "kind", text=pl.format("{} ({} au registre)", pl.col("kind").replace_strict(CORRECTED), was)
    )
    shown = told.filter(pl.col("status") == SHOWN, pl.col("kind").is_in(list(WARNINGS)))
    when = pl.when(pl.col("date").is_not_null()).then(pl.format(" ({})", pl.col("date").str.slice(0, 4)))
    what = pl.when(pl.col("kind") == "closed").then(pl.col("note")).otherwise(pl.coalesce("after", "note"))
    account = pl.col("note").str.starts_with(ACCOUNT_CLOSED).fill_null(False)
    said = pl.when(account).then(pl.lit("à vérifier")).otherwise(pl.col("kind").replace_strict(WARNINGS))
    text = pl.concat_str(said, when.otherwise(pl.lit("")), pl.format(" : {}", what).fill_null(""))
    both = pl.concat([corrected, shown.select("siret", "kind", text=text)])
    return both.sort("siret", "kind").group_by("siret", maintain_order=True).agg(warning=pl.col("text").str.join(" ; "))


def _establishments(inputs: Inputs) -> pl.DataFrame:
    return _lasting(inputs).filter(pl.col("gone").is_null()).select(list(ESTABLISHMENTS.columns))


def _closed(inputs: Inputs) -> pl.DataFrame:
    rows = _lasting(inputs).filter(pl.col("gone").is_not_null())
    return rows.with_columns(
        state=pl.when(pl.col("gone") == "closed").then(pl.lit(STATE_CLOSED)).otherwise(pl.lit("doublon")),
        state_date="gone_on",
        state_source="gone_by",
        replaced_by="by",
    ).select(list(CLOSED_ESTABLISHMENTS.columns))


def _added(inputs: Inputs) -> pl.DataFrame:
    return added(inputs.source(ABSENT), inputs.tables["communes"].select("commune", "lon", "lat"))


def _same_firm(inputs: Inputs) -> pl.DataFrame:
    """Each pair once, of the classes that the same firms (SIREN) declare."""
    declared = inputs.tables["establishments"].select("class", siren=pl.col("siret").str.slice(0, 9)).unique()
    several = declared.filter(pl.len().over("siren") > 1)
    pairs = several.join(several, on="siren").group_by("class", "class_right").len()
    codes = several["class"].unique().sort().to_list()
    at = {code: i for i, code in enumerate(codes)}
    counts = np.zeros((len(codes), len(codes)))
    counts[[at[c] for c in pairs["class"]], [at[c] for c in pairs["class_right"]]] = pairs["len"].to_numpy()
    found = np.asarray(cooccurrence_relatedness(counts, "cosine", minimum_count=FEWEST_FIRMS))
    above, right = np.nonzero(np.triu(found, 1))
    return pl.DataFrame(
        {
            "class_a": [codes[i] for i in above],
            "class_b": [codes[i] for i in right],
            "firms": counts[above, right].astype(np.int64),
            "relatedness": found[above, right],
        }
    )


def _check(rows: pl.DataFrame, inputs: Inputs) -> list[str]:
    """Keys, points and vintage: what the rows show whatever file they came from."""
    problems = []
    wrong = [siret for siret in rows["siret"] if not siret_is_valid(siret)]
    if wrong:
        problems.append(f"SIRET impossible (clé de contrôle) : {_some(wrong)}")
    centres = inputs.tables["communes"].select("commune", "label", centre_lon="lon", centre_lat="lat")
    limit = pl.when(pl.col("commune").str.starts_with(GUYANE)).then(FAR_KM_GUYANE).otherwise(FAR_KM)
    away = rows.join(centres, on="commune", maintain_order="left").with_columns(
        km=distance_between("lon", "lat", "centre_lon", "centre_lat")
    )
    for row in away.filter(pl.col("km") > limit).sort("km", descending=True).head(3).iter_rows(named=True):
        problems.append(f"l'établissement {row['siret']} est placé à {row['km']:.0f} km de sa commune, {row['label']}")
    declared, vintage = load_declaration(SOURCE), inputs.vintage(SOURCE)
    if vintage not in declared.vintages:
        return [*problems, f"le millésime « {vintage} » du registre n'est pas déclaré"]
    return problems + contradictions(declared, vintage, rows, only="running_siren")


def _some(codes: list[str]) -> str:
    return ", ".join(codes[:3]) + (f" et {len(codes) - 3} autres" if len(codes) > 3 else "")


_REGISTER = {
    "siret": column(pl.String, "code", "SIRET"),
    "name": column(pl.String, "texte", "Nom au registre (personnes morales)", nullable=True),
    "usual_name": column(pl.String, "texte", "Nom d'usage, quand il diffère", nullable=True),
    "naf": column(pl.String, "code", "Sous-classe NAF"),
    "class": column(pl.String, "code", "Classe NAF"),
    "jobs": column(pl.Int64, "emplois", "Emplois (milieu de la tranche d'effectif)", status=Status.ESTIMATED),
    "size_class": column(pl.String, "texte", "Tranche d'effectif"),
    "commune": column(pl.String, "code", "Commune (code INSEE)"),
    "lon": column(pl.Float64, "degrés", "Longitude"),
    "lat": column(pl.Float64, "degrés", "Latitude"),
}
_STATE = {
    "state": column(pl.String, "texte", "État : ouvert_confirme, entreprise_active, non_verifie, signale_ferme"),
    "state_date": column(pl.String, "date", "Date de la preuve, sinon celle du registre", nullable=True),
    "state_source": column(pl.String, "texte", "Source de la preuve", nullable=True),
}

REGISTER_CORRECTIONS = Table(
    name="register_corrections",
    title="Corrections du registre des établissements, une par ligne",
    columns={
        "siret": column(pl.String, "code", "SIRET"),
        "kind": column(pl.String, "texte", "Nature (closed, duplicate_of, renamed, usual_name, activity, size, moved)"),
        "before": column(pl.String, "texte", "Ce que dit le registre", nullable=True),
        "after": column(pl.String, "texte", "Ce qui est juste", nullable=True),
        "date": column(pl.String, "date", "Date du fait", nullable=True),
        "source": column(pl.String, "texte", "Source"),
        "confidence": column(pl.String, "texte", "Confiance (haute, moyenne, basse)"),
        "status": column(pl.String, "texte", "Appliquée, à confirmer (fermeture) ou seulement signalée"),
        "note": column(pl.String, "texte", "Détail", nullable=True),
    },
    key=("siret", "kind"),
    sources=(SOURCE, PROOFS, FIRMS),
    method=(
        "Preuves publiques, doubles reconnus, noms déclarés, puis corrections écrites à la main "
        "(corrections_registre.csv) ; le fait le plus récent l'emporte. La liquidation d'une entreprise ferme son "
        "établissement unique ; si elle en a plusieurs, elle est seulement signalée, comme tout ce qui n'est pas "
        "vérifié. Une fermeture tenue pour sûre sans source ouverte est « à confirmer »."
    ),
    build=_corrections,
    check=_check_corrections,
    needs=("naf", "naf_classes", "communes"),
    tally="kind",
)

ESTABLISHMENTS = Table(
    name="establishments",
    title="Établissements productifs d'au moins 20 salariés",
    columns=_REGISTER | _STATE | {"warning": column(pl.String, "texte", "Ce qui reste à vérifier", nullable=True)},
    key=("siret",),
    sources=(SOURCE,),
    method=(
        "Agriculture, industrie, énergie et construction. Emplois estimés par le milieu de la tranche d'effectif : "
        "environ 13 % au-dessus des comptes de l'URSSAF autour de Rouen. Trois établissements sans commune, géocodés "
        "hors de France, sont écartés, ainsi que ceux signalés fermés et les doubles d'une même usine (table "
        "closed_establishments). Le nom est tu quand il se lit comme celui d'une personne (prénom et nom sans mot de "
        "société), sauf si l'établissement a au moins 100 salariés ou si l'entreprise en a plusieurs. Une preuve sur "
        "l'entreprise ne confirme jamais l'usine."
    ),
    build=_establishments,
    check=_check,
    needs=("naf", "communes", "register_corrections"),
    tally="state",
)

CLOSED_ESTABLISHMENTS = Table(
    name="closed_establishments",
    title="Établissements du registre signalés fermés, ou comptés deux fois",
    columns=_REGISTER
    | _STATE
    | {
        "replaced_by": column(pl.String, "code", "SIRET qui tient lieu de l'usine", nullable=True),
        "to_confirm": column(pl.Boolean, "oui ou non", "Fermeture à confirmer"),
    },
    key=("siret",),
    sources=(SOURCE, PROOFS, FIRMS),
    method=(
        "Ce que les corrections ôtent du registre : jamais compté, jamais acteur, gardé pour être nommé. Avec les "
        "établissements, et les corrections d'activité défaites, c'est le registre tel que publié."
    ),
    build=_closed,
    needs=("naf", "communes", "register_corrections"),
    tally="state",
)

ADDED_ESTABLISHMENTS = Table(
    name="added_establishments",
    title="Usines connues en activité et absentes du registre",
    columns={
        "siret": column(pl.String, "code", "SIRET", nullable=True),
        "name": column(pl.String, "texte", "Nom"),
        "class": column(pl.String, "code", "Classe NAF", nullable=True),
        "commune": column(pl.String, "code", "Commune (code INSEE)"),
        "lon": column(pl.Float64, "degrés", "Longitude"),
        "lat": column(pl.Float64, "degrés", "Latitude"),
        "date": column(pl.String, "date", "Date de la preuve", nullable=True),
        "source": column(pl.String, "texte", "Source"),
    },
    key=("name", "commune"),
    sources=(ABSENT,),
    method="Leur effectif est inconnu : elles sont nommées, jamais comptées. Une par nom et commune.",
    build=_added,
    needs=("communes",),
)

SAME_FIRM = Table(
    name="same_firm_class",
    title="Classes d'activité que les mêmes entreprises déclarent",
    columns={
        "class_a": column(pl.String, "code", "Classe NAF"),
        "class_b": column(pl.String, "code", "Autre classe NAF"),
        "firms": column(pl.Int64, "entreprises", "Entreprises (SIREN) qui déclarent les deux"),
        "relatedness": column(pl.Float64, "indice 0-1", "Parenté (cosinus)", status=Status.ESTIMATED),
    },
    key=("class_a", "class_b"),
    sources=("sirene_etablissements",),
    method=(
        "Entreprises dont deux établissements du registre déclarent deux classes différentes ; cosinus des "
        "co-occurrences, nul sous trois entreprises. Symétrique : chaque paire n'est donnée qu'une fois (class_a < "
        "class_b) ; une paire absente vaut 0. Un groupe de plusieurs SIREN n'est pas vu."
    ),
    build=_same_firm,
    needs=("establishments",),
)

TABLES = (REGISTER_CORRECTIONS, ESTABLISHMENTS, CLOSED_ESTABLISHMENTS, ADDED_ESTABLISHMENTS, SAME_FIRM)
