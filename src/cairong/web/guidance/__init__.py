"""Pages of what the People's Bank asks of institutions: its own, and those of whoever is asked."""
