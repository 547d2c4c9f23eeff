"""Pages of those who watch over the whole: targets, duties overdue, institutions, refusals."""
