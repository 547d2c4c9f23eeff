"""Django's PostgreSQL, every statement bound and prepared by the server."""
