"""What rooms above call inside their own transactions: put a last day later."""
