"""The application as a server runs it."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hustings.web.project.settings")

application = get_wsgi_application()

# What was loaded stays for good: the collector need not walk it amidst the votes.
gc.collect()
gc.freeze()
