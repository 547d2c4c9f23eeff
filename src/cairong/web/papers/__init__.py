"""Pages of papers: the list, a new one, one with its pages and who read it."""
