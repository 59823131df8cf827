"""The tables of a study, defined once: the page shows their first rows, the workbook shows them whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ancrage.present.credits import Study, is_estimated, source_line
from ancrage.present.headings import heading
from ancrage.present.shortlist import to_do, why_apart

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` (see `present/headings.csv`) chooses how values are written; `estimated` marks the heading."""

    name: str
    heading: str
    kind: str
    estimated: bool = False

    @property
    def label(self) -> str:
        return f"{self.heading} (est.)" if self.estimated else self.heading


@dataclass(frozen=True, slots=True)
class Table:
    """Raw values (None = absent). `source` credits the numbers described at `paths` of `mesures`."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    source: str = ""
    paths: tuple[str, ...] = ()
    empty: str = "Aucune ligne pour ce territoire."

    def head(self, count: int) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[:count]


def _dig(row: dict[str, Any], name: str) -> Cell:
    value: Any = row
    for step in name.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value  # type: ignore[no-any-return]


def table(
    study: Study,
    id: str,
    title: str,
    names: Iterable[str],
    rows: Iterable[dict[str, Any]],
    *,
    base: str = "",
    headings: dict[str, str] | None = None,
    described: dict[str, str] | None = None,
    empty: str = "Aucune ligne pour ce territoire.",
) -> Table:
    """Table of `rows` with the columns `names` (dots reach inside a row), described by `mesures` under `base`.

    `headings` gives, for a column, another name of the wording table; `described`, its path when it is not its name.
    """
    columns, paths = [], []
    for name in names:
        words = heading((headings or {}).get(name, name))
        path = (described or {}).get(name) or (f"{base}.{name}" if base else name)
        known = path in study["mesures"]
        if known and path not in paths:
            paths.append(path)
        columns.append(
            Column(name, words.heading, words.kind, known and words.kind != "rank" and is_estimated(study, path))
        )
    cells = tuple(tuple(_dig(row, column.name) for column in columns) for row in rows)
    return Table(id, title, tuple(columns), cells, source_line(study, paths), tuple(paths), empty)


def _labels(items: Iterable[dict[str, Any]], code: str) -> str:
    return " ; ".join(f"{item['libelle']} ({item[code]})" for item in items) or "aucune"


def specialisations(study: Study) -> Table:
    return table(
        study,
        "specialisations",
        "Spécialités, par emplois au-delà de la part nationale",
        (
            "activite",
            "libelle",
            "emplois",
            "etablissements",
            "part",
            "part_france",
            "emplois_excedentaires",
            "quotient",
            "quotient_lisse",
            "intervalle.bas",
            "intervalle.haut",
            "qualite",
        ),
        study["diagnostic"]["specialisations"],
        base="diagnostic.specialisations",
        empty="Trop peu d'établissements pour dire une spécialité.",
    )


def sub_activities(study: Study) -> Table:
    rows = (sub for row in study["diagnostic"]["specialisations"] for sub in row["sous_activites"])
    return table(
        study,
        "sous-activites",
        "Détail des spécialités par sous-classe NAF",
        ("code", "libelle", "emplois"),
        rows,
        base="diagnostic.specialisations.sous_activites",
    )


def sectors(study: Study) -> Table:
    return table(
        study,
        "tous-secteurs",
        "Secteurs (divisions NAF), du plus au moins représenté",
        ("code", "libelle", "emplois", "part", "part_france", "quotient", "ecart_emplois"),
        study["diagnostic"]["secteurs"],
        base="diagnostic.secteurs",
    )


def peers(study: Study) -> Table:
    rows = [{**row, "points_communs": " ; ".join(row["points_communs"])} for row in study["diagnostic"]["comparables"]]
    return table(
        study,
        "comparables",
        "Territoires qui ressemblent le plus à celui-ci",
        ("nom", "code", "similarite", "emplois", "points_communs"),
        rows,
        base="diagnostic.comparables",
        empty="Trop peu d'établissements pour chercher des territoires comparables.",
    )


def main_employers(study: Study) -> Table:
    rows = [
        {**row, "nom": row["nom"] or "nom non diffusé"}
        for row in study["diagnostic"]["dependance_employeurs"]["principaux"]
    ]
    return table(
        study,
        "principaux-employeurs",
        "Principaux employeurs du registre",
        ("nom", "siren", "activite", "libelle", "emplois", "part", "etablissements", "etat"),
        rows,
        base="diagnostic.dependance_employeurs.principaux",
        empty="Aucun employeur connu.",
    )


def missing_links(study: Study, *, brief: bool = False) -> Table:
    """`brief`: for the page, where the sentences already name the buyers."""
    rows = [
        {
            **row,
            "acheteurs": _labels(row["acheteurs"], "branche"),
            "classes_absentes": _labels(row["classes_absentes"][: 3 if brief else None], "activite"),
        }
        for row in study["diagnostic"]["maillons_manquants"]
    ]
    figures = ("besoin_meur", "offre_ici_meur", "part_importee_france", "part_hors_ue_france")
    return table(
        study,
        "maillons",
        "Ce que les entreprises d'ici achètent et que presque personne ne fait ici",
        ("libelle", *figures, "classes_absentes")
        if brief
        else ("branche", "libelle", *figures, "acheteurs", "classes_absentes"),
        rows,
        base="diagnostic.maillons_manquants",
        empty="Aucun maillon manquant repéré.",
    )


def know_how(study: Study, *, brief: bool = False) -> Table:
    """`brief`: for the page, where the sentence says the numbers."""
    rows = [
        {**row, "detenteurs": " ; ".join(row["detenteurs"]), "signaux": " ; ".join(row["signaux"])}
        for row in study["diagnostic"]["savoir_faire_a_risque"]
    ]
    figures = (
        "etablissements_ici", "etablissements_france", "entreprises_ici", "entreprises_france", "emplois",
        "part_france", "rang_du_premier", "concentration_ici", "concentration_france", "part_premier_employeur",
        "tension_metiers", "recul_production", "annee_sommet",
    )  # fmt: skip
    return table(
        study,
        "savoir-faire",
        "Savoir-faire à surveiller : activités que peu d'établissements tiennent encore",
        ("libelle", "veille", "emplois", "detenteurs", "phrase")
        if brief
        else ("activite", "libelle", "veille", *figures, "detenteurs", "signaux", "phrase"),
        rows,
        base="diagnostic.savoir_faire_a_risque",
        headings={"part_france": "savoir_faire.part_france"},
        empty="Aucun savoir-faire à risque repéré.",
    )


def stakes(study: Study, *, brief: bool = False) -> Table:
    """`brief`: those that weigh, heaviest first."""
    rows = study["strategie"]["enjeux"]
    if brief:
        rows = sorted((row for row in rows if row["poids"]), key=lambda row: -row["poids"])
    return table(
        study,
        "poids-enjeux",
        "Enjeux et leurs poids",
        ("hashtag", "libelle", "poids", "part"),
        rows,
        base="strategie.enjeux",
        headings={"part": "part_poids"},
    )


def criteria_weights(study: Study, *, brief: bool = False) -> Table:
    groups = {g["code"]: g["libelle"] for g in study["strategie"]["groupes"]}
    wish = {"+": "c'est haut", "-": "c'est bas"}
    rows = [
        {**row, "critere": row["libelle"], "groupe": groups[row["groupe"]], "sens": wish[row["sens"]]}
        for row in study["strategie"]["criteres"]
    ]
    names = ("critere", "groupe", "poids", "unite", "sens", "lecture")
    return table(
        study,
        "poids-criteres",
        "Critères du classement et leurs poids",
        tuple(name for name in names if not (brief and name == "unite")),
        rows,
        base="strategie.criteres",
        headings={"poids": "part_poids"},
    )


def targets(study: Study) -> Table:
    rows = [
        {
            **row,
            "raisons": " ".join(row["raisons"]),
            "reserves": " ".join(row["reserves"]),
            "posture": to_do(row),
            "mise_a_part": row["ecartee"],
            "motif": why_apart(row) or None,
        }
        for row in study["cibles"]
    ]
    return table(
        study,
        "classement",
        "Cibles classées",
        (
            "rang",
            "activite",
            "libelle",
            "type",
            "posture",
            "mise_a_part",
            "score",
            "groupes.besoin",
            "groupes.ancrage",
            "groupes.gain",
            "groupes.enjeux",
            "acceptabilite.top5",
            "acceptabilite.top10",
            "part_criteres_connus",
            "vulnerabilite.accord.oui",
            "vulnerabilite.accord.etablies",
            "vulnerabilite.accord.oui_approchees",
            "vulnerabilite.accord.approchees",
            "position",
            "emplois_ici",
            "etablissements_ici",
            "besoins.phrase",
            "raisons",
            "reserves",
            "motif",
        ),
        rows,
        base="cibles",
        empty="Aucune cible n'a pu être classée.",
    )


def criteria(study: Study, only: dict[str, Any] | None = None) -> Table:
    """One row a target and criterion (or those of one target), each with its own unit, vintage, source, status."""
    known = {c["code"]: c for c in study["strategie"]["criteres"]}
    rows = [
        {
            **found,
            "cible": target["activite"],
            "cible_libelle": target["libelle"],
            "critere": known[code]["libelle"] if code in known else code,
        }
        for target in ([only] if only else study["cibles"])
        for code, found in target["criteres"].items()
    ]
    names = ("cible", "cible_libelle", "critere", "valeur", "unite", "note", "poids", "millesime", "source", "statut")
    return table(study, "criteres", "Valeur de chaque critère pour chaque cible", names[2:] if only else names, rows)


def products(study: Study, only: dict[str, Any] | None = None) -> Table:
    rows = [
        {**product, "cible": target["activite"], "cible_libelle": target["libelle"], "produit": product["code"]}
        for target in ([only] if only else study["cibles"])
        for product in target["produits"]
    ]
    names = (
        (
            "produit",
            "libelle",
            "importations_eur",
            "exportations_eur",
            "solde_eur",
            "droit_pct",
            "fournisseurs.premier",
            "fournisseurs.part_premier",
            "fournisseurs.part_hors_ue",
        )
        if only
        else (
            "cible",
            "cible_libelle",
            "produit",
            "libelle",
            "importations_eur",
            "exportations_eur",
            "solde_eur",
            "couverture",
            "droit_pct",
            "fenetre_covid",
            "fournisseurs.premier",
            "fournisseurs.part_premier",
            "fournisseurs.part_hors_ue",
            "fournisseurs.hhi_hors_ue",
            "fournisseurs.niveau",
            "fournisseurs.code",
        )
    )
    return table(
        study,
        "produits",
        f"Produits les plus importés : {only['libelle']}" if only else "Produits des cibles et leur commerce extérieur",
        names,
        rows,
        base="cibles.produits",
        empty="Pas de commerce extérieur par produit pour cette cible.",
    )


def sources(study: Study) -> Table:
    rows = [{**row, "table": row["titre"]} for row in study["edition"]["tables"]]
    return table(
        study,
        "sources-tables",
        "Tables de l'édition utilisées par cette étude",
        ("table", "producteur", "source", "millesime", "licence", "attribution", "lignes", "methode"),
        rows,
        base="edition.tables",
    )
