"""The file of a business case: read, checked, proposed."""

from ancrage.inputs.business_case.read import read_case
from ancrage.inputs.business_case.template import case_template

__all__ = ["case_template", "read_case"]
