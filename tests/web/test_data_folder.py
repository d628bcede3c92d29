"""Each process of tests has a data folder of its own, or one would sweep away another's letters."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings


def test_the_settings_use_the_data_folder_of_this_very_process() -> None:
    assert settings.DATA is not None
    assert settings.DATA.root == Path(os.environ["HUSTINGS_DATA"])
