"""The nouns everyone shares. This room imports nothing from the other rooms."""
