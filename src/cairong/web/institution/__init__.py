"""The institution's pages: applications, offers, locks, draws, loans, products, what is public."""
