"""What a room above calls in its own transaction: publishing a version."""
