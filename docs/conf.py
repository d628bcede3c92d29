"""How the documentation is built: Markdown pages, one theme, nothing fetched from elsewhere."""

import tomllib
from pathlib import Path

_PROJECT = tomllib.loads(
    (Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8")
)["project"]

project = "hustings"
author = "the hustings contributors"
copyright = author
release = version = _PROJECT["version"]
language = "en-GB"

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
exclude_patterns = ["_build"]

html_theme = "furo"
html_title = f"hustings {version}"
html_copy_source = False
html_show_sphinx = False
html_theme_options = {
    # Furo's fonts are those of the reader's system; code likewise.
    "light_css_variables": {
        "font-stack": "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif",
        "font-stack--monospace": "ui-monospace, 'DejaVu Sans Mono', Consolas, monospace",
    },
}
