"""What the acts of this room share, inside their transaction."""
