"""What somebody does about surveys and stories: each act in a file of its own verb."""
