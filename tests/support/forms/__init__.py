"""Two whole questionnaires of a page of questions each, for tests that must not change with those of the product."""

from pathlib import Path

FOLDER = Path(__file__).parent
