"""A business case computed: its document and its sentences."""
