"""What rooms above call inside their own transactions."""
