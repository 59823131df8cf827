"""Editions: `tables/` says what each table holds and how it is made, `build` makes them, `edition` opens them."""
