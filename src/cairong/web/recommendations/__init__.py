"""Pages of recommended suppliers: the authority, institutions that answer, the supplier itself."""
