"""What somebody does about surveys: each act in a file of its own verb."""
