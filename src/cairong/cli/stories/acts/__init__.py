"""What a line may do: each module's functions register their words when imported."""

from cairong.cli.stories.acts import contracts, shelf, time

__all__ = ["contracts", "shelf", "time"]
