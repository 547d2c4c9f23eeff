"""Pages of the platform's operator: health, outbox, daily work, the chain; and imports of files."""
