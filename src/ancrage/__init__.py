"""Ancrage: a relocation strategy that a French territory can defend, every number traceable."""

__version__ = "0.1.0"
