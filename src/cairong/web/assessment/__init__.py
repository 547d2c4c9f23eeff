"""The People's Bank's assessment on pages: its scheme, values by hand, results, objections."""
