"""The web server's entry, as granian calls it."""

from django.utils.module_loading import import_string

from cairong.config.wsgi import application

# Models can be imported only now that the line above has set Django up.
service = import_string("cairong.config.serving.Service")(application)
