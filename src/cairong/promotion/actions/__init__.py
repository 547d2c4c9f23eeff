"""Acts of the authorities that hold events, and of those who sign up, come, ask and answer."""
