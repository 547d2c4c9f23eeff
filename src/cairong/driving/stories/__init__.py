"""Stories: cases in YAML that a clerk can read, run through the use-cases (docs/stories.md)."""
