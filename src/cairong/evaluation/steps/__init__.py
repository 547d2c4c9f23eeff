"""What acts of the evaluation share inside their transactions."""
