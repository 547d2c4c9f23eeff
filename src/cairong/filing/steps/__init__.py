"""What the acts of this room share: checking a contract and submitting its filing."""
