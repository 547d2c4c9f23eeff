"""The notice as code: obligations as data, rules that cite them, dated numbers, sentences."""
