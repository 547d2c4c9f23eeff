"""What a use-case of this room or of one above calls inside its own transaction."""
