"""One case, told to each role as far as it may see: who holds the ball, until when, and why."""
