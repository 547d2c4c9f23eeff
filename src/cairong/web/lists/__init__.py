"""Lists of all audiences: declared once, answered as a page and as a workbook by one view."""

from cairong.web.lists.declared import Filter, List, Tool

__all__ = ["Filter", "List", "Tool"]
