"""What the acts of this room share: publishing, checking and submitting a contract."""
