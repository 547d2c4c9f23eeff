"""What a query string may narrow a page by."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest

from cairong.kernel.errors import Invalid

NOT_HERE = "本页没有的条件"


def filters[F: Form](request: HttpRequest, form: type[F], **kwargs: Any) -> F:
    """Read the filters of a list from the query string by their form.

    Raises Invalid naming the first field that cannot be read, or that the form does not have.
    """
    bound = form(request.GET, **kwargs)
    known = {*bound.fields, "page", "sort"}
    for name in request.GET:
        if name not in known:
            raise Invalid("doors.filter", field=NOT_HERE, value=f"{name}={request.GET[name]}")
    if not bound.is_valid():
        name = next(iter(bound.errors))
        label = bound.fields[name].label or name if name in bound.fields else name
        raise Invalid("doors.filter", field=str(label), value=request.GET.get(name, ""))
    return bound
