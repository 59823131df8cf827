"""Authored facts that travel with the program: dated, sourced, readable by hand."""
