"""The purchaser's pages: awards, contracts, filing, acceptance, payment, locks."""
