"""Pages that anybody reads: home, contracts, supermarket, verification, the notice."""
