"""What several use-cases of lending do inside their own transaction."""
