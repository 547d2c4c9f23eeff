"""Disputes about the day on which an institution's time began, for all three sides."""
