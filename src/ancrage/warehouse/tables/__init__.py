"""The tables of an edition, one theme a file: contract, sources, method and build side by side."""
