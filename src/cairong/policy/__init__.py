"""The notice as code: obligations as data, rules as pure functions that cite them, dated numbers, words."""
