"""What is known of the establishments since their register was made: closings, doubles, names, activities, proofs.

Each correction is a row, dated and sourced. The authored ones (reference/corrections_registre.csv) come last; of two
facts about one plant, the latest dated wins. A fact not verified is shown, « à confirmer »: it never moves a number but
a closing held for sure, which takes the plant out of every role until somebody says that it is open.
"""

import polars as pl

from ancrage.methods.linkage import normalise_name
from ancrage.reference import read_reference
from ancrage.sources.person_names import may_be_person
from ancrage.sources.registre_etat import FIRM_ALIVE, LIQUIDATION, PERHAPS_STOPPED, PLANT_OPEN, STOPPED
from ancrage.warehouse.twins import kin, twins

KINDS = ("closed", "succeeded_by", "duplicate_of", "renamed", "usual_name", "activity", "size", "moved", "added")
# what becomes of a correction
APPLIED, TO_CONFIRM, SHOWN = "appliquée", "à confirmer", "signalée"
SURE = "haute"
TWIN_SOURCE = "registre : même lieu, même sous-classe, deux SIREN pour une usine"
COLUMNS = ("siret", "kind", "before", "after", "date", "source", "confidence", "status", "note")
# an account of the register of CO2 allowances closes for either reason
ACCOUNT_CLOSED = "compte de quotas de CO2 clos, par arrêt ou par passage sous le seuil"
COMMUNES = "21"  # SIREN of the communes
ALIKE = 50  # of two names that share less, on 100, neither tells the other


def corrections(
    register: pl.DataFrame,
    proofs: pl.DataFrame,
    firms: pl.DataFrame,
    *,
    communes: pl.DataFrame,
    bodies: pl.DataFrame,
    manufacturing: list[str],
    as_of: str,
) -> pl.DataFrame:
    """COLUMNS, one row a correction of `register` (siret, name, naf, class, jobs, commune, lon, lat).

    proofs : tidy `registre_etat`; firms : tidy `egapro`; communes : commune, label; bodies : siren,
    label of the intercommunal bodies; manufacturing : NAF classes among
    which doubles are looked for; as_of : the day the register describes (ISO)."""
    authored = _authored(register)
    found = pl.concat([_stopped(register, proofs), _usual_names(register, firms), authored])
    # the surest of a kind; of two as sure, the authored one
    surest = pl.col("status").replace_strict([SHOWN, TO_CONFIRM, APPLIED], [0, 1, 2])
    found = found.sort(surest, maintain_order=True).unique(["siret", "kind"], keep="last", maintain_order=True)
    found = _latest_wins(found, proofs)
    public = pl.concat([_municipal(register, communes), _joint(register, bodies)])
    found = pl.concat([found, public]).unique(["siret", "kind"], keep="first", maintain_order=True)
    listed = found.filter(pl.col("kind").is_in(["duplicate_of", "closed"]), pl.col("status") != SHOWN)["siret"]
    looked_at = register.filter(pl.col("class").is_in(manufacturing), ~pl.col("siret").is_in(listed.implode()))
    return pl.concat([found, _twins(looked_at, proofs, as_of)]).sort("siret", "kind")


def _rows(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.col(name).cast(pl.String) for name in COLUMNS)


def _authored(register: pl.DataFrame) -> pl.DataFrame:
    """The table kept by hand; what it corrects of a row comes from the register."""
    rows = read_reference("corrections_registre.csv").filter(pl.col("nature") != "added")
    place = pl.format("{} {} {}", "commune", "lon", "lat")
    said = register.select("siret", "name", "naf", "jobs", "commune", place=place)
    kind, sure = pl.col("nature"), pl.col("confiance") == SURE
    before = {"activity": "naf", "size": "jobs", "moved": "place", "renamed": "name", "usual_name": "name"}
    column = pl.coalesce(pl.when(kind == k).then(pl.col(c).cast(pl.String)) for k, c in before.items())
    doubtful = pl.when(kind == "closed").then(pl.lit(TO_CONFIRM))
    return _rows(
        rows.join(said, on="siret", how="left")
        .filter(pl.col("commune_right").is_not_null() | (kind == "moved"))
        .with_columns(
            kind=kind,
            before=column,
            after=pl.col("valeur"),
            confidence=pl.col("confiance"),
            status=pl.when(~sure | (pl.col("valeur").is_null() & (kind == "size")))
            .then(pl.lit(SHOWN))
            .when((pl.col("verifie") == "oui") | kind.is_in(["renamed", "usual_name"]))
            .then(pl.lit(APPLIED))
            .otherwise(doubtful.otherwise(pl.lit(SHOWN))),
        )
    )


def _stopped(register: pl.DataFrame, proofs: pl.DataFrame) -> pl.DataFrame:
    """Closings that public files show. The liquidation of a firm closes its only plant; of several, it is shown."""
    gone = proofs.filter(pl.col("meaning").is_in([LIQUIDATION, STOPPED, PERHAPS_STOPPED]))
    surely = (pl.col("meaning") == STOPPED) | ((pl.col("meaning") == LIQUIDATION) & (pl.col("sites") == 1))
    return _rows(
        gone.join(register.select("siret"), on="siret").with_columns(
            kind=pl.lit("closed"),
            before=pl.lit(None),
            after=pl.lit(None),
            confidence=pl.when(surely).then(pl.lit(SURE)).otherwise(pl.lit("moyenne")),
            status=pl.when(surely).then(pl.lit(APPLIED)).otherwise(pl.lit(SHOWN)),
            note=pl.when(pl.col("meaning") == PERHAPS_STOPPED)
            .then(pl.lit(ACCOUNT_CLOSED))
            .otherwise(pl.col("detail").str.replace(r", [A-Z][A-Za-z ,/]* \([^)]*\)+$", "")),
        )
    )


def _usual_names(register: pl.DataFrame, firms: pl.DataFrame) -> pl.DataFrame:
    """The name that the firm itself declares, where the register shows one that shares nothing with it."""
    both = register.select("siret", "name", siren=pl.col("siret").str.slice(0, 9)).join(
        firms.rename({"name": "declared"}), on="siren"
    )
    pairs = both.select("name", "declared").unique()
    tells = [telling(old, new) for old, new in pairs.iter_rows()]
    told = pairs.with_columns(telling=pl.Series(tells, dtype=pl.Boolean)).filter("telling")
    return _rows(
        both.join(told, on=["name", "declared"], nulls_equal=True).with_columns(
            kind=pl.lit("usual_name"),
            before=pl.col("name"),
            after=pl.col("declared"),
            date=pl.col("year"),
            source=pl.lit(read_reference("preuves_registre.csv").filter(pl.col("source") == "Egapro")["libelle"][0]),
            confidence=pl.lit(SURE),
            status=pl.lit(APPLIED),
            note=pl.lit(None),
        )
    )


def _municipal(register: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Services of a commune, whose SIREN holds its code (21, département, number): named after it when they are not."""
    own = (
        pl.col("siret").str.starts_with(COMMUNES)
        & (pl.col("siret").str.slice(2, 2) == pl.col("commune").str.slice(0, 2))
        & (pl.col("siret").str.slice(5, 3) == pl.col("commune").str.slice(2, 3))
    )
    rows = register.join(communes.select("commune", "label"), on="commune").filter(own)
    return _public(rows.with_columns(label=pl.format("{}, commune", "label")), "numéro SIREN de la commune")


def _joint(register: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """Services of an intercommunal body, known by its SIREN."""
    rows = register.with_columns(siren=pl.col("siret").str.slice(0, 9)).join(bodies, on="siren")
    return _public(rows, "numéro SIREN de l’intercommunalité")


def _public(rows: pl.DataFrame, source: str) -> pl.DataFrame:
    """Rows with the `label` of the public body that holds them, as usual name where their name does not say it."""
    named = rows.filter(pl.col("name").is_not_null())
    bare = [not kin(name, label.removesuffix(", commune")) for name, label in named.select("name", "label").iter_rows()]
    return _rows(
        named.filter(pl.Series(bare, dtype=pl.Boolean)).with_columns(
            kind=pl.lit("usual_name"),
            before=pl.col("name"),
            after=pl.col("label"),
            date=pl.lit(None),
            source=pl.lit(source),
            confidence=pl.lit(SURE),
            status=pl.lit(APPLIED),
            note=pl.lit(None),
        )
    )


def telling(name: str | None, declared: str) -> bool:
    """Whether a declared name adds to the one of the register: a firm's, not a legal form, and unlike it."""
    from rapidfuzz import fuzz  # only the building of an edition compares names

    words = normalise_name(declared)
    if not any(len(w) > 2 and w.isalpha() and w not in GENERIC for w in words.split()) or may_be_person(declared):
        return False
    if name is None:
        return True
    shown = normalise_name(name)
    joined = fuzz.ratio(shown.replace(" ", ""), words.replace(" ", ""))
    return not kin(name, declared) and max(fuzz.token_set_ratio(shown, words), joined) < ALIKE


GENERIC = frozenset(
    {
        "societe",
        "anonyme",
        "siege",
        "social",
        "actions",
        "simplifiee",
        "par",
        "cooperative",
        "production",
        "capital",
        "variable",
        "sas",
        "sasu",
        "sarl",
        "snc",
    }
)


def _twins(register: pl.DataFrame, proofs: pl.DataFrame, as_of: str) -> pl.DataFrame:
    rank = dict.fromkeys(proofs.filter(pl.col("meaning") == FIRM_ALIVE)["siret"], 1)
    rank |= dict.fromkeys(proofs.filter(pl.col("meaning") == PLANT_OPEN)["siret"], 2)
    return _rows(
        twins(register, rank).with_columns(
            kind=pl.lit("duplicate_of"),
            before=pl.lit(None),
            after=pl.col("kept"),
            date=pl.lit(as_of),
            source=pl.lit(TWIN_SOURCE),
            confidence=pl.lit("moyenne"),
            status=pl.lit(APPLIED),
            note=pl.lit(None),
        )
    )


def _latest_wins(found: pl.DataFrame, proofs: pl.DataFrame) -> pl.DataFrame:
    """A plant proved open after the year of its closing is open: the closing is only shown."""
    opened = proofs.filter(pl.col("meaning") == PLANT_OPEN).select("siret", opened=pl.col("date").str.slice(0, 4))
    later = (pl.col("kind") == "closed") & (pl.col("opened") > pl.col("date").str.slice(0, 4))
    both = found.join(opened, on="siret", how="left", maintain_order="left")
    return both.with_columns(status=pl.when(later).then(pl.lit(SHOWN)).otherwise("status")).drop("opened")


def added(absent: pl.DataFrame, communes: pl.DataFrame) -> pl.DataFrame:
    """Plants known alive and absent from the register: siret (nullable), name, class (nullable), commune, lon, lat,
    date, source. Never counted: their size is not known. A name that may be a person's is left out, and so is a place
    that has no known commune nor position.

    absent : tidy `etablissements_absents`; communes : commune, lon, lat.
    """
    columns = ["siret", "name", "class", "commune", "lon", "lat", "date", "source"]
    authored = (
        read_reference("corrections_registre.csv")
        .filter(pl.col("nature") == "added", pl.col("confiance") == SURE)
        .join(communes, on="commune")
        .with_columns(name=pl.col("nom"), **{"class": pl.col("valeur").str.slice(0, 5)})
    )
    centre = pl.coalesce("lon", "lon_right").alias("lon"), pl.coalesce("lat", "lat_right").alias("lat")
    placed = absent.join(communes, on="commune").with_columns(centre).drop("lon_right", "lat_right")
    lost = absent.join(communes.select("commune"), on="commune", how="anti").drop_nulls(["lon", "lat"])
    lost = lost.with_columns(commune=pl.Series(nearest_commune(lost, communes), dtype=pl.String))
    listed = pl.concat([placed, lost]).with_columns(pl.col("naf").str.slice(0, 5).alias("class"))
    rows = pl.concat([authored.select(columns), listed.select(columns)])
    word = pl.col("name").map_elements(lambda name: normalise_name(name).split()[0], return_dtype=pl.String)
    rows = rows.filter(~pl.col("name").map_elements(may_be_person, return_dtype=pl.Boolean))
    return (
        rows.with_columns(word=word)
        .unique(["word", "commune"], keep="first", maintain_order=True)
        .select(columns)
        .sort("commune", "name")
    )


def nearest_commune(rows: pl.DataFrame, communes: pl.DataFrame) -> list[str]:
    """The commune whose centre is nearest to each row."""
    centres = communes.drop_nulls(["lon", "lat"])
    return [
        centres.sort((pl.col("lat") - row["lat"]) ** 2 + ((pl.col("lon") - row["lon"]) * 0.7) ** 2)["commune"][0]
        for row in rows.iter_rows(named=True)
    ]
