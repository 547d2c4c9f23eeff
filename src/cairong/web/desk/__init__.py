"""The first screen of every role: what waits for me, until when, by which obligation."""
