"""The supplier's pages, phone first: what can be financed, offers, locks, letters, loans."""
