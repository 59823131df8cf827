"""How results look and read: French numbers, headings, charts, maps. No formula, no file of a user, no network."""
