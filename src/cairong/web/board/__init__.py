"""Pages of the joint board: tasks, minutes, policy documents, agreements to share data."""
