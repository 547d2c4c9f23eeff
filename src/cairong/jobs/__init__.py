"""Scheduled and queued work: make an actor, make one call."""
