"""From the intent to the loan, as lines of a story."""
