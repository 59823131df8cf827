"""The territory's own list of sites, a CSV file, read and checked: the step Sites ranks it before any brownfield."""

from ancrage.inputs.sites.read import OwnSites, read_own_sites
from ancrage.inputs.sites.template import sites_template

__all__ = ["OwnSites", "read_own_sites", "sites_template"]
