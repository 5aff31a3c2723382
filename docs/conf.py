"""How the documentation is built: `make docs`."""

from importlib.metadata import version as version_of

project = "deelgenoot"
author = "deelgenoot contributors"
copyright = "deelgenoot contributors, EUPL-1.2"
version = release = version_of("deelgenoot")
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["_build", "images/README.md"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = "deelgenoot"
html_show_sphinx = False
html_copy_source = False
