"""In which order the fields of a form are worked out, and through whose rows."""

from collections.abc import Sequence

from portal.i18n import mark as _

from .expressions import Expressions
from .fields import Field
from .ordering import Circle, Wave, waves


def in_waves(fields: Sequence[Field], expressions: Expressions) -> tuple[tuple[int, tuple[Field, ...]], ...]:
    """Each field after those that its value or relevance depends on; a circle becomes a problem of the expressions.

    Each wave comes with the block through whose rows it goes as a whole, -1 where it goes node by node.
    """
    try:
        return tuple(
            (_block(wave, fields, expressions), tuple(fields[index] for index in wave.indices))
            for wave in waves(expressions.needs, expressions.needs_elsewhere)
        )
    except Circle as error:
        circle = [fields[index].node for index in error.indices]
        names = " → ".join(node.name for node in circle)
        message = _("These rows depend on each other in a circle: %(names)s")
        column = "calculation" if circle[0].calculation else "relevant"
        expressions.report(circle[0], column, message, {"names": names})
        return ()


def _block(wave: Wave, fields: Sequence[Field], expressions: Expressions) -> int:
    """The innermost block around all of a wave, whose rows it goes through; a wave without one is a circle."""
    if not wave.is_by_row:
        return -1
    places, blocks = expressions.places, [fields[index].block for index in wave.indices]
    common = blocks[0]
    while not all(places.is_around(common, block) for block in blocks):
        common = places.blocks[common].parent
    if common == 0:
        raise Circle([*wave.indices, wave.indices[0]])
    return common
