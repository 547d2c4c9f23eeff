"""The town with an agreement that holds, as the room's tests begin."""

from agencies.conftest import ground

__all__ = ["ground"]
