"""What rooms above call inside their own transactions: the books, exposure, locks, receivables."""
