"""Pages of the dated rows: parameters, holiday notices, LPR; each changed by two persons."""
