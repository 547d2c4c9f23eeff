"""Pages of surveys: of the desk that asks, and for whoever answers."""
