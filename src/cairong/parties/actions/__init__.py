"""Use-cases: founding a city, admitting organisations, giving mandates and accounts."""
