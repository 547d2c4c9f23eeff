"""Pages of events: of the authorities that hold them, and for whoever comes and asks."""
