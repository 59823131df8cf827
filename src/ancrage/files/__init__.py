"""What every room that writes people's files shares: whole or not at all, formulas made harmless."""
