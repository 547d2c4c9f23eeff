"""Use-cases that sign a contract, file it, and decide its filing."""
