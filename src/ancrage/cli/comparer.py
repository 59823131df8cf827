"""`ancrage comparer`: two studies, what moved and why."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ancrage.cli.options import PATH, format_option
from ancrage.cli.terminal import plain, plain_lines
from ancrage.domain.errors import AncrageError, system_reason
from ancrage.files.whole import mend

if TYPE_CHECKING:
    from ancrage.comparison import Comparison

STUDY = "etude.json"
SHOWN = 15
MOST_BYTES = 20_000_000
MOST_VALUES = 1_000_000  # a region has 175 000


@click.command()
@click.argument("a", type=PATH)
@click.argument("b", type=PATH)
@format_option("texte", "json")
@click.option("--date", "today", metavar="AAAA-MM", help="Mois auquel juger les retards du plan (défaut : ce mois-ci).")
def comparer(a: Path, b: Path, output_format: str, today: str | None) -> None:
    """Compare deux études.

    Ce qui a changé de A à B, quels rangs ont bougé et pourquoi : données, poids ou méthode ; ce qui est
    fait, en retard ou nouveau au plan ; ce qui change aux sites, aux coûts et à l'impact. A et B sont des fichiers
    etude.json ou les dossiers qui les contiennent.
    """
    documents = [read_document(path) for path in (a, b)]
    from ancrage.comparison import compare
    from ancrage.comparison.reading import as_rows, read

    for path, document in zip((a, b), documents, strict=True):
        try:
            read(as_rows(document))
        except AncrageError as error:
            raise AncrageError(f"{path} : {error.message}", error.next_step) from error
    found = compare(*documents, this_month(today))
    if output_format == "json":
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=1))
        return
    for warning in found.warnings:
        click.echo(plain(f"Attention : {warning}"), err=True)
    click.echo(plain_lines("\n".join(lines(found))))


def this_month(text: str | None) -> str:
    """The month asked for, checked; the present one by default."""
    if text is None:
        return date.today().strftime("%Y-%m")
    try:
        return datetime.strptime(text, "%Y-%m").strftime("%Y-%m")
    except ValueError as error:
        raise AncrageError(f"« {text} » n'est pas un mois.", "Écrivez-le ainsi : --date AAAA-MM") from error


def read_document(path: Path) -> Any:
    """The JSON of a study file, or of `etude.json` in a folder."""
    file = path / STUDY if path.is_dir() else path
    mend(file.parent)
    advice = f"Donnez un fichier {STUDY} ou son dossier, écrits par « ancrage etude »."
    if not file.exists():
        raise AncrageError(f"{file} n'existe pas.", advice)
    if not file.is_file():
        raise AncrageError(f"{file} n'est pas un fichier ordinaire.", advice)
    try:
        with file.open("rb") as opened:
            raw = opened.read(MOST_BYTES + 1)
        if len(raw) > MOST_BYTES:
            raise AncrageError(f"{file} dépasse {MOST_BYTES // 1_000_000} Mo : une étude en pèse 4.", advice)
        if sum(map(raw.count, (b"[", b"{", b","))) > MOST_VALUES:  # small on the disk, huge in memory
            raise AncrageError(f"{file} contient trop de valeurs pour une étude.", advice)
        return json.loads(raw.decode("utf-8"), parse_constant=_no_such_number)
    except OSError as error:
        raise AncrageError(f"{file} ne se lit pas ({system_reason(error)}).", advice) from error
    except (ValueError, RecursionError) as error:
        raise AncrageError(f"{file} n'est pas du JSON lisible.", advice) from error


def _no_such_number(name: str) -> None:
    raise ValueError(f"{name} n'est pas un nombre.")


def lines(found: "Comparison") -> list[str]:
    """The comparison as a page of text: the summary, then each part that has something to say."""
    labels = {m.activity: f"{m.label} ({m.activity})" for m in found.moves}
    parts = {
        "Ce qui diffère": [d.sentence for d in found.differences],
        "Entrent dans les dix premières": [labels[c] for c in found.entering],
        "En sortent": [labels[c] for c in found.leaving],
        "Rangs et scores": [m.sentence for m in found.moves],
        "Spécialisations": [s.sentence for s in found.specialisations],
        "Objectifs": [g.sentence for g in found.goals],
        "Plan": [c.sentence for c in found.plan.changes],
        "Indicateurs du plan": [i.sentence for i in found.plan.indicators],
        "Savoir-faire, sites, coûts, impact": [s.sentence for s in found.steps],
    }
    page = [found.summary]
    for title, sentences in parts.items():
        if sentences:
            page += ["", title, *(f"  {s}" for s in sentences[:SHOWN])]
            if len(sentences) > SHOWN:
                page.append(f"  … et {len(sentences) - SHOWN} de plus (--format json les donne tous).")
    return page
