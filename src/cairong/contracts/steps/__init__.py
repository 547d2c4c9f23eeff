"""What higher rooms do to awards and contracts inside their own transactions."""
