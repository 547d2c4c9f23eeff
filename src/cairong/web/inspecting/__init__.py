"""Pages of inspections: the bureau grants and ends them, inspectors read what they reach."""
