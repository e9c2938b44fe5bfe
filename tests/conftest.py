"""Names the plugins of the run in the order they must load; what needs models lives in them."""

# The first starts the servers and sets Django up: those after it can import models.
pytest_plugins = [
    "tests.plugins.servers",
    "tests.plugins.databases",
    "tests.plugins.cast",
    "tests.plugins.demo",
]
