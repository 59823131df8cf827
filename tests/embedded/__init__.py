"""Truths of the embedded edition itself: counts, totals, famous places. They change when its data do, not the code."""
