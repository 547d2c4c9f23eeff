"""A year of the evaluation on pages: its scheme, results, appeals, and what it earns."""
