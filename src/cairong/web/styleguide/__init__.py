"""Every part in all its states on one page."""
