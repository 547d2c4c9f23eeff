"""The marks that stand beside words, so that no colour speaks alone."""

from django.utils.safestring import SafeString, mark_safe

_LINES = {
    "wait": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
    "work": '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor"/>',
    "done": '<circle cx="8" cy="8" r="7" fill="currentColor"/><path class="shape-in" '
    'd="M4.5 8.3l2.4 2.4 4.6-5" fill="none" stroke-width="2"/>',
    "stop": '<rect x="2" y="2" width="12" height="12" rx="1" fill="currentColor"/>'
    '<path class="shape-in" d="M5 8h6" fill="none" stroke-width="2"/>',
    "alert": '<path d="M8 1l7.2 13.4H.8z" fill="currentColor"/>'
    '<path class="shape-in" d="M8 5.6v4.2M8 11.2v1.8" fill="none" stroke-width="1.8"/>',
    "info": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path class="shape-in" d="M8 7v5M8 4v1.8" fill="none" stroke-width="2"/>',
}
_DRAWN = {
    name: mark_safe(  # noqa: S308 - fixed text of this module
        f'<svg class="shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{lines}</svg>'
    )
    for name, lines in _LINES.items()
}


def drawn(name: str) -> SafeString:
    """Return the mark of that name. Raises KeyError for a name that is none."""
    return _DRAWN[name]
