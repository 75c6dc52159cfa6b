"""The one error that an expression can end in."""


class ExpressionError(Exception):
    """An expression that cannot be used, with the position (from 0) where it goes wrong.

    `message` is a message id; `parameters` fill it in.
    """

    def __init__(self, position: int, message: str, **parameters: str) -> None:
        super().__init__(message % parameters)
        self.position = position
        self.message = message
        self.parameters = parameters
