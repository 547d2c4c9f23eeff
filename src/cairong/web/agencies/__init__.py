"""Pages of agencies and of the purchasers they act for: agreements, procurement files, awards."""
