"""What is shown: one module a section, made of views (columns of records) and blocks. Writers say in which file."""

from ancrage.sections.actors import ACTORS_SECTION
from ancrage.sections.blocks import Section
from ancrage.sections.bring_back import BRING_BACK
from ancrage.sections.cases import CASES_SHEET
from ancrage.sections.closing import LIMITS, METHOD, SOURCES
from ancrage.sections.context import CONTEXT
from ancrage.sections.costs import COSTS
from ancrage.sections.defend import DEFEND
from ancrage.sections.diagnosis import DIAGNOSIS
from ancrage.sections.impact import IMPACT
from ancrage.sections.one_page import ONE_PAGE
from ancrage.sections.plan import PLAN
from ancrage.sections.portfolio import PORTFOLIO
from ancrage.sections.sites import SITES
from ancrage.sections.strategy import STRATEGY
from ancrage.sections.targets import PRODUCTS_SHEET, TARGETS
from ancrage.sections.vulnerability import VULNERABILITY
from ancrage.sections.what_if import WHAT_IF
from ancrage.steps.advice.variant import RURAL
from ancrage.study import Study

# the order of the dossier and of the sheets of the workbook
SECTIONS: tuple[Section, ...] = (
    ONE_PAGE,
    CONTEXT,
    DIAGNOSIS,
    DEFEND,
    BRING_BACK,
    STRATEGY,
    TARGETS,
    VULNERABILITY,
    WHAT_IF,
    PORTFOLIO,
    PRODUCTS_SHEET,
    ACTORS_SECTION,
    CASES_SHEET,
    COSTS,
    IMPACT,
    SITES,
    PLAN,
    LIMITS,
    METHOD,
    SOURCES,
)

# where the data are too few for a ranking, the dossier is a page: what is here, where to look, whom to ask
RURAL_DOSSIER = (CONTEXT, DEFEND, BRING_BACK, LIMITS, METHOD, SOURCES)


def dossier(study: Study) -> tuple[Section, ...]:
    """The sections of the dossier of a place, which its workbook tells whole."""
    return RURAL_DOSSIER if study.variant == RURAL else SECTIONS
