"""Loans that are overdue, for all who may see them: the list, one of them, its plan."""
