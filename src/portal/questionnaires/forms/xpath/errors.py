"""The one error that an expression can end in."""

from portal.i18n import catalogue, language


class ExpressionError(Exception):
    """An expression that cannot be used, with the position (from 0) where it goes wrong.

    `message` is a message id; `parameters` fill it in. See `text` for the sentence in the language in force.
    """

    def __init__(self, position: int, message: str, **parameters: str) -> None:
        super().__init__(message % parameters)
        self.position = position
        self.message = message
        self.parameters = parameters

    def text(self) -> str:
        """The message in the language in force."""
        return catalogue(language()).gettext(self.message) % self.parameters
