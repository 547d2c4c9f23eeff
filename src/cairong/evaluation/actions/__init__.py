"""What is done about the yearly evaluation, an act a file."""
