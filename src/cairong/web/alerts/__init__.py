"""Pages of alerts: of the regulator alone."""
