"""Ground that knows nothing of Django: the actor, refusals, money, the calendar, identifiers."""
