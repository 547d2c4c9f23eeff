"""Reading spreadsheets of published awards: rows in, facts and reasons out; no doors."""
