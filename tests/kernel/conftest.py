"""Take examples as they come, on whatever machine."""

import support.examples  # noqa: F401 - its import sets how examples are made
