"""The demo city: its facts as data, its people, and its cases driven through the use-cases."""
