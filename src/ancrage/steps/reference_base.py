"""The products of the reference base, those that a territory adds, and the published lists that name them."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from ancrage.domain.errors import AncrageError, system_reason
from ancrage.domain.product import PublishedList, ReferenceProduct
from ancrage.reference import read_reference
from ancrage.warehouse.edition import Edition, derived

BASE = "produits.csv"
KINDS = ("bien", "service", "sous-traitance industrielle")
YES_NO = {"oui": True, "non": False, "": None}
REQUIRED = ("id", "famille", "libelle", "type", "naf", "enjeux", "raison", "source_codes")
HS6, NC8 = 6, 8
# confidence of a row: read in the source it cites (else general knowledge)
READ = "S"

Row = dict[str, str]


@cache
def published_lists() -> dict[str, PublishedList]:
    """By code, in the order of the file."""
    rows = read_reference("listes_vulnerabilite.csv").fill_null("")
    return {
        r["code"]: PublishedList(
            code=r["code"],
            name=r["nom"],
            author=r["auteur"],
            year=r["annee"],
            nature=r["nature"],
            definition=r["definition"],
            read=r["lu"],
            limits=r["limites"],
            source=r["source"],
        )
        for r in rows.iter_rows(named=True)
    }


@derived
def _base(edition: Edition) -> tuple[ReferenceProduct, ...]:
    with (files("ancrage.reference") / BASE).open(encoding="utf-8") as content:
        return _read(content, BASE, edition, ())


def reference_products(edition: Edition, extra: Path | None = None) -> tuple[ReferenceProduct, ...]:
    """Products of the base, then those of the CSV file `extra` (same columns, UTF-8, commas).

    Every code is checked against the nomenclatures of the edition. Raises AncrageError naming line and column.
    """
    products = _base(edition)
    if extra is None:
        return products
    try:
        with extra.open(encoding="utf-8-sig", newline="") as content:
            return products + _read(content, extra.name, edition, products)
    except OSError as error:
        raise AncrageError(
            f"Le fichier {extra} ne se lit pas ({system_reason(error)}).", "Vérifiez son chemin."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise AncrageError(
            f"Le fichier {extra} n'est pas un CSV en UTF-8.",
            "Enregistrez-le en « CSV UTF-8 », séparé par des virgules.",
        ) from error


@derived
def _by_code(edition: Edition) -> dict[str, tuple[ReferenceProduct, ...]]:
    found: dict[str, tuple[ReferenceProduct, ...]] = {}
    for product in reference_products(edition):
        for code in product.trade_codes:
            found[code] = (*found.get(code, ()), product)
    return found


def products_of(edition: Edition, nc8: str) -> tuple[ReferenceProduct, ...]:
    """Products of the base that a code belongs to, exactly or through its HS6."""
    codes = _by_code(edition)
    return codes.get(nc8, ()) + codes.get(nc8[:HS6], ())


@derived
def products_by(edition: Edition, activity: str) -> tuple[ReferenceProduct, ...]:
    """Products of the base that a NAF class makes (the codes of its sub-classes start with its own)."""
    return tuple(p for p in reference_products(edition) if any(a.startswith(activity) for a in p.activities))


def _read(
    content: Iterable[str], name: str, edition: Edition, before: tuple[ReferenceProduct, ...]
) -> tuple[ReferenceProduct, ...]:
    reader = csv.DictReader(content, strict=True)
    expected = read_reference(BASE).columns
    found = list(reader.fieldnames or ())
    if found != expected:
        wrong = [c for c in expected if c not in found] or [c for c in found if c not in expected] or ["leur ordre"]
        raise AncrageError(
            f"Les colonnes de {name} ne sont pas celles de la base de référence ({', '.join(map(str, wrong))}).",
            f"Attendues, séparées par des virgules : {','.join(expected)}",
        )
    nomenclatures = _Nomenclatures(edition, {p.id for p in before})
    return tuple(nomenclatures.product(row, f"{name}, ligne {reader.line_num}", name) for row in reader)


class _Nomenclatures:
    """The codes a row may use; `product` checks and reads one row."""

    def __init__(self, edition: Edition, ids: set[str]) -> None:
        self.ids = ids
        self.families = set(read_reference("familles.csv")["code"])
        self.stakes = set(read_reference("enjeux.csv")["code"])
        self.activities = set(edition.table("naf")["naf"])
        codes = edition.table("product_class")["nc8"]
        self.trade_codes = set(codes) | set(codes.str.head(HS6))

    def product(self, row: Row, where: str, origin: str) -> ReferenceProduct:
        if None in row or None in row.values():
            raise AncrageError(
                f"{where} : elle n'a pas autant de cellules que l'en-tête.",
                "Mettez entre guillemets un texte qui contient une virgule.",
            )
        for column in REQUIRED:
            _check(row[column].strip() != "", where, column, "est vide")
        _check(row["id"] not in self.ids, where, "id", f"« {row['id']} » existe déjà")
        self.ids.add(row["id"])
        _check(row["type"] in KINDS, where, "type", f"« {row['type']} » n'est pas {', '.join(KINDS)}")
        _check(row["type"] != "bien" or row["codes_nc"] != "", where, "codes_nc", "est vide pour un bien")
        _in_list(row["famille"], self.families, where, "famille")
        _in_list(row["sous_famille"], self.families | {""}, where, "sous_famille")
        for code in _parts(row["codes_nc"]):
            good = code.isdigit() and len(code) in (HS6, NC8)
            _check(good, where, "codes_nc", f"« {code} » n'a pas six chiffres (SH6) ou huit (NC8)")
            _in_list(code, self.trade_codes, where, "codes_nc")
        for code in _parts(row["codes_nc_depuis_2022"]):
            good = code.isdigit() and len(code) in (HS6, NC8)
            _check(good, where, "codes_nc_depuis_2022", f"« {code} » n'a pas six chiffres (SH6) ou huit (NC8)")
        for code in _parts(row["naf"]):
            _in_list(code, self.activities, where, "naf")
        for code in _parts(row["listes_lues"]):
            _in_list(code, set(published_lists()), where, "listes_lues")
        return ReferenceProduct(
            id=row["id"],
            family=row["famille"],
            subfamily=row["sous_famille"] or None,
            label=row["libelle"],
            kind=row["type"],
            trade_codes=_parts(row["codes_nc"]),
            later_codes=_parts(row["codes_nc_depuis_2022"]) or _parts(row["codes_nc"]),
            code_precision=row["precision_code"] or None,
            activities=_parts(row["naf"]),
            activities_reason=row["raison_naf"] or None,
            stakes=tuple(self._stake(part, where) for part in _parts(row["enjeux"])),
            reason=row["raison"],
            lists=_parts(row["listes_lues"]),
            trade_defence=_flag(row, "mesure_defense_commerciale", where),
            energy_intensive=_flag(row, "energie_intensif", where),
            water_intensive=_flag(row, "eau_forte", where),
            icpe_regime=row["regime_icpe_indicatif"] or None,
            constraints_read=row["contraintes_conf"] == READ,
            source=row["source_codes"],
            origin=origin,
        )

    def _stake(self, part: str, where: str) -> tuple[str, float]:
        code, _, written = part.partition(":")
        _in_list(code, self.stakes, where, "enjeux")
        try:
            weight = float(written)
        except ValueError:
            weight = -1.0
        _check(0 < weight <= 1, where, "enjeux", f"« {part} » : le poids doit être entre 0 et 1, comme dans E01:0.8")
        return code, weight


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _flag(row: Row, column: str, where: str) -> bool | None:
    _check(row[column] in YES_NO, where, column, f"« {row[column]} » n'est ni oui ni non")
    return YES_NO[row[column]]


def _in_list(code: str, codes: set[str], where: str, column: str) -> None:
    _check(code in codes, where, column, f"« {code} » n'existe pas dans la nomenclature")


def _check(good: bool, where: str, column: str, problem: str) -> None:
    if not good:
        raise AncrageError(f"{where}, colonne « {column} » : {problem}.", "Corrigez la cellule et relancez.")
