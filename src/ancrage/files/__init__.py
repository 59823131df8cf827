"""What every room that reads or writes people's files shares: whole or not at all, formulas made harmless, TOML."""
