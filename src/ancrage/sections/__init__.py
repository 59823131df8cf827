"""What is shown: one module a section, made of views (columns of records) and blocks. Writers say in which file."""

from ancrage.sections.blocks import Section
from ancrage.sections.costs import COSTS
from ancrage.sections.diagnosis import DIAGNOSIS

# the order of the dossier and of the sheets of the workbook
SECTIONS: tuple[Section, ...] = (DIAGNOSIS, COSTS)
