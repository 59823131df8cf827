"""Does it pay? Total cost of a product made here or bought abroad, as ranges, with every hypothesis told."""
