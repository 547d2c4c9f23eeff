"""Use-cases: publishing a product (two persons), suspending, resuming and retiring it."""
