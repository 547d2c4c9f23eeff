"""The `cairong` command."""
