"""What rooms above call inside their own transactions: open, pause and end duties."""
