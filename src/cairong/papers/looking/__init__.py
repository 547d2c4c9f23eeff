"""What looks into an uploaded file: a program of its own, without Django and database."""
