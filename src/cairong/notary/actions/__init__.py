"""Use-cases: telling of an alarm, accepting a break."""
