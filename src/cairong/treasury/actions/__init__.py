"""The use-cases of the treasury room."""
