"""The WSGI application, for gunicorn and runserver."""

import os

from django.core.wsgi import get_wsgi_application

from casemgmt.startup import refuse_unsafe_role

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casemgmt.settings.production")

application = get_wsgi_application()
refuse_unsafe_role()
