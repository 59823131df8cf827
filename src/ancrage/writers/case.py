"""`cout.html`, `cout.xlsx`, `cout.json`: one business case, all of its files or none."""

from io import BytesIO
from pathlib import Path

from ancrage.business_case.document import CaseStudied
from ancrage.domain.wording import count, integer
from ancrage.sections.business_case import case_sections, case_tables
from ancrage.study.credits import Credits
from ancrage.writers.html import page
from ancrage.writers.json import write_json
from ancrage.writers.write import write_in
from ancrage.writers.xlsx import start_book, write_sheet


def write_case(case: CaseStudied, folder: Path) -> list[Path]:
    """Write the three files. Raises AncrageError: the folder cannot be written."""
    files = {
        "cout.html": case_html(case).encode(),
        "cout.xlsx": case_xlsx(case),
        "cout.json": write_json(case).encode(),
    }
    return write_in(folder, files)


def case_html(case: CaseStudied) -> str:
    """A page of its own: no script, no request to anywhere. Everything that comes from the case is escaped."""
    product = case.product
    code = f" (code {product.code})" if product.code else ""
    return page(
        [(section, list(section.blocks(case))) for section in case_sections(case)],
        Credits(case.measures),
        title=f"{case.title} : dossier économique",
        product="Ancrage · dossier économique",
        heading=case.title,
        facts=f"{product.label}{code}. {count(case.duration, 'an')} à partir de {case.first_year}. "
        f"{integer(case.draws)} tirages des hypothèses.",
        footer=f"Dossier fait avec Ancrage, logiciel libre, sur l'édition de données {case.edition}. Mêmes données et "
        "même dossier : même réponse, à l'octet près.",
    )


def case_xlsx(case: CaseStudied) -> bytes:
    """A sheet an origin. Same case, same bytes."""
    buffer = BytesIO()
    book, formats = start_book(buffer, f"{case.title} : dossier économique")
    for origin in case.origins:
        write_sheet(book, formats, origin.country, case_tables(case, origin))
    book.close()
    return buffer.getvalue()
