"""Use-cases: telling everybody whose turn it has become."""
