"""What acts of urging share inside their transactions."""
