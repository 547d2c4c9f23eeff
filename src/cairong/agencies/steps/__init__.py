"""Steps of the room: who acts for whom, and whom a procurement file went to."""
