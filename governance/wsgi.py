"""The door of the web server."""

from governance.environment import choose_settings

choose_settings()

from django.core.wsgi import get_wsgi_application  # noqa: E402

application = get_wsgi_application()
