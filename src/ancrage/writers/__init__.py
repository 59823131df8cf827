"""A study in files: one writer a format. Writers know blocks and records, never a section."""
