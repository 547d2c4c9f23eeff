"""Pages of complaints: of who complains, of who is complained of, of who stands above."""
