"""The bureau's pages: the procurement desk's filings, the treasury desk's locks and payments."""
