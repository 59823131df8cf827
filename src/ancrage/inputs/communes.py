"""From what a person writes of a commune to its code in the edition."""

import re
from collections.abc import Collection, Sequence

from ancrage.domain.errors import AncrageError
from ancrage.domain.wording import NBSP, count, of_place
from ancrage.inputs.directory import Directory, Former, departement, directory
from ancrage.inputs.reading import Reading
from ancrage.warehouse.edition import Edition
from ancrage.warehouse.successions import OVERSEAS
from ancrage.warehouse.territories import loosen, normalise

SHOWN, NEAREST, ALIKE, MANY = 12, 3, 0.87, 3
LONGEST = 60
CODE = re.compile(r"\d{4,5}|2[AB]\d{3}")
CEDEX = re.compile(r"\b(cedex|cdx)\b.*$", re.IGNORECASE)
IN_TEXT = re.compile(r"(?<!\d)(\d{5}|2[abAB]\d{3})(?!\d)")
BRACKETS = re.compile(r"\(\s*(\d{2,3}|2[abAB])\s*\)")
DISTRICT_NAME = re.compile(r"^(paris|lyon|marseille) (\d{1,2}) ?(e|er|eme|ieme|nd)?( arrondissement)?$")
BY_CODE = "Donnez le code INSEE à cinq caractères de la commune."
ASK = "Donnez le code INSEE de la commune voulue, ou son nom."


def read_commune(
    edition: Edition, text: str, near: Collection[str] = (), *, official: bool = False, suggest: bool = True
) -> Reading[str]:
    """Code of one commune: INSEE code of any year, old or present name, arrondissement, postcode, « 74300 Cluses ».

    `near`: codes among which a shared name or a postcode is looked for first (those of the territory). `official`:
    True when a number is no doubt an INSEE code, not a postcode. `suggest`: False when nobody will read the nearest
    names of an unknown one, which take time.
    Raises AncrageError: unknown, shared, outside the edition, or a number that has two meanings.
    """
    known = directory(edition)
    asked = " ".join(text.split())
    if not asked:
        raise AncrageError("Aucune commune n'est donnée.", BY_CODE)
    code = asked.upper().replace(" ", "")
    if CODE.fullmatch(code):
        return _of_code(known, code, near, official)
    if re.fullmatch(r"[\d\s.,\-]+", asked):
        raise AncrageError(f"« {show(asked)} » n'est pas un code de commune.", BY_CODE)
    return _of_name(known, asked, near, suggest)


def possible_communes(edition: Edition, text: str) -> list[str]:
    """Every commune that a text may mean (code of any year, postcode, name), present ones first, then the largest."""
    known, code, name = directory(edition), text.strip().upper(), normalise(text)
    present = {code} & set(known.labels) | _named(known, name)
    older = {row.commune for row in known.former.get(code, []) + _formerly(known, name) if row.commune}
    older |= set(known.by_postcode.get(code, ()))
    every = len(known.labels)
    return known.largest(present, every) + known.largest(older - present, every)


def is_overseas(edition: Edition, text: str) -> bool:
    """Whether a text names an overseas collectivity, or a place of one."""
    known, code = directory(edition), text.strip().upper()
    rows = known.former.get(code, []) + _formerly(known, normalise(text))
    return any(row.kind == OVERSEAS for row in rows) or bool(CODE.fullmatch(code) and code.startswith(known.overseas))


def _of_code(known: Directory, typed: str, near: Collection[str], official: bool) -> Reading[str]:
    code = typed.zfill(5)
    zeros = f"{typed} est lu {code}{NBSP}: un zéro du début s'était perdu" if code != typed else ""
    posted = {c for c in known.by_postcode.get(code, ()) if c != code}
    here = {c for c in posted if c in near}
    if code in known.labels:
        if here and code not in near:
            raise _two_meanings(
                known, f"{code} est le code INSEE {of_place(known.labels[code])}, hors du territoire", here
            )
        also = f"{code} est lu comme un code INSEE, celui {of_place(known.labels[code])}, et non comme un code postal"
        doubt = f"{also} ({known.listed(posted, MANY)})" if posted and not near and not official else ""
        return Reading(code, _sentence(f"{zeros} ({known.labels[code]})" if zeros else "", doubt))
    if rows := known.former.get(code):
        heirs = {row.commune for row in rows}
        if "" in heirs:
            raise _outside(f"{code} {rows[0].label}")
        if posted - heirs and not official:
            raise _two_meanings(known, f"{code} est l'ancien code INSEE {of_place(rows[0].label)}", here or posted)
        if len(heirs) > 1:
            raise AncrageError(
                f"{code} {rows[0].label} a été partagée entre {known.listed(heirs)}.",
                "Donnez le code de l'une d'elles.",
            )
        return Reading(rows[0].commune, _sentence(zeros, known.told(rows[0])))
    meant = here or posted
    if len(meant) == 1:
        one = next(iter(meant))
        return Reading(one, f"{code} est un code postal, celui {known.of(one)}.")
    if meant:
        raise AncrageError(
            f"{code} est un code postal, partagé par {count(len(meant), 'commune')}{NBSP}: {known.listed(meant)}.", ASK
        )
    if code.startswith(known.overseas):
        raise _outside(code)
    raise AncrageError(
        f"{code} n'est le code INSEE d'aucune commune connue.", "Code postal ? Donnez le code INSEE, ou le nom."
    )


def _two_meanings(known: Directory, first: str, posted: set[str]) -> AncrageError:
    return AncrageError(f"{first}, et aussi un code postal ({known.listed(posted)}).", ASK)


def _of_name(known: Directory, asked: str, near: Collection[str], suggest: bool) -> Reading[str]:
    place, text = _where(known, asked)
    name = normalise(CEDEX.sub("", text))
    if district := DISTRICT_NAME.match(name):
        number = int(district.group(2))
        city = next((c for c in _named(known, district.group(1)) if number in known.districts.get(c, ())), "")
        if city:
            return Reading(city, _sentence(f"{asked}{NBSP}: {known.named(city)}, une seule commune dans l'édition"))
    present, rows = _named(known, name), _formerly(known, name)
    if place is not None:
        present = present & place if name else place
        rows = [row for row in rows if row.commune in place or row.code in place]
    heirs = {row.commune for row in rows if row.commune} - set(present)
    for among in (set(present), heirs):
        local = {code for code in among if code in near} or among
        if len(local) > 1:
            largest = max(known.population[code] for code in local)
            raise _shared(known, asked, local | {c for c in heirs if known.population[c] > largest}, rows)
        for code in local:
            larger = sorted(c for c in heirs if known.population[c] > known.population[code] and code not in near)
            row = next((row for row in rows if row.commune == code and among is heirs), None)
            return Reading(code, _sentence(known.told(row) if row else _homonym(known, code, larger)))
    if any(row.kind == OVERSEAS for row in rows):
        raise _outside(show(asked))
    raise AncrageError(
        f"La commune « {show(asked)} » est inconnue.", _suggestion(known, name, place or near) if suggest else BY_CODE
    )


def _named(known: Directory, name: str) -> set[str]:
    return set(known.by_name.get(name) or known.by_loose_name.get(loosen(name), []))


def _formerly(known: Directory, name: str) -> list[Former]:
    return known.by_former_name.get(name) or known.by_former_name.get(loosen(name), [])


def _where(known: Directory, asked: str) -> tuple[set[str] | None, str]:
    """Communes that a number in the text allows (postcode, INSEE code, département in brackets), and the rest."""
    if inside := BRACKETS.search(asked):
        wanted = inside.group(1).upper()
        return {c for c in known.labels if departement(c) == wanted}, BRACKETS.sub(" ", asked)
    if number := IN_TEXT.search(asked):
        code = number.group(1).upper()
        heirs = {row.commune for row in known.former.get(code, ()) if row.commune}
        allowed = {code} & set(known.labels) | heirs | set(known.by_postcode.get(code, ()))
        return (allowed or None), f"{asked[: number.start()]} {asked[number.end() :]}"
    return None, asked


def _homonym(known: Directory, code: str, others: list[str]) -> str:
    if not others:
        return ""
    return (
        f"{known.labels[code]} est lu comme la commune {code}, département {departement(code)}{NBSP}; un autre lieu "
        f"porta ce nom{NBSP}: {known.listed(others)}, à demander par son code"
    )


def _shared(known: Directory, asked: str, codes: set[str], rows: Sequence[Former]) -> AncrageError:
    lines = [f"{code} {known.labels[code]} ({departement(code)})" for code in known.largest(codes, len(codes))]
    more = [f"… et {len(lines) - SHOWN} autres"] if len(lines) > SHOWN else []
    beyond = any(row.kind == OVERSEAS for row in rows)
    outside = " La collectivité d'outre-mer du même nom est hors de l'édition." if beyond else ""
    return AncrageError(
        f"{count(len(codes), 'commune')} {'répondent' if len(codes) > 1 else 'répond'} à « {show(asked)} ».{outside}",
        "\n  ".join(["Donnez le code INSEE de la bonne :", *lines[:SHOWN], *more]),
    )


def _outside(what: str) -> AncrageError:
    return AncrageError(
        f"{what}{NBSP}: collectivité d'outre-mer, hors de l'édition.",
        "L'édition compte les communes des départements et régions, ceux d'outre-mer compris.",
    )


def _suggestion(known: Directory, name: str, near: Collection[str]) -> str:
    from rapidfuzz import process  # only errors need it
    from rapidfuzz.distance import JaroWinkler

    local = {normalise(known.labels[code]): [code] for code in sorted(near) if code in known.labels}
    for names in (local, known.by_name):
        close = process.extract(name, list(names), scorer=JaroWinkler.similarity, limit=SHOWN, score_cutoff=ALIKE)
        best = sorted((-round(score, 2), -max(known.population[c] for c in names[key]), key) for key, score, _ in close)
        words = list(dict.fromkeys(known.named(code) for *_, key in best for code in names[key]))[:NEAREST]
        if words:
            return f"Vouliez-vous {' ou '.join(words)}{NBSP}? Le code INSEE convient aussi."
    return BY_CODE


def show(text: str, most: int = LONGEST) -> str:
    """A text as it can be printed: short, without what could upset a terminal."""
    plain = "".join(c if c.isprintable() else "�" for c in text[:most])
    return f"{plain}{'…' if len(text) > most else ''}"


def _sentence(*parts: str) -> str:
    told = f"{NBSP}; ".join(part for part in parts if part)
    return f"{told[0].upper()}{told[1:]}." if told else ""
