"""What happened, once: hash-chained events, the outbox, the one transaction of every use-case."""
