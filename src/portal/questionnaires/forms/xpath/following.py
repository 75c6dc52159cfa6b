"""Follows the steps of a path through the form, which may branch (`*`) but is the same for all answers."""

from typing import TYPE_CHECKING

from portal.i18n import mark as _

from .compiled import Row
from .errors import ExpressionError
from .paths import Rows, Walk, child, kept, parent, walk_to_root
from .places import Place
from .syntax import Call, Path, Step

if TYPE_CHECKING:
    from .compiler import Compiler


def follow(compiler: "Compiler", path: Path) -> list[Walk]:
    """The ways to all that a path names, in document order; raises `ExpressionError` when it names nothing."""
    walks, steps = [_start(compiler, path)], path.steps
    if path.is_absolute:
        walks, steps = _from_root(compiler, walks[0], steps)
    for step in steps:
        walks = [after for walk in walks for after in _follow(compiler, walk, step)]
        if not walks:
            name = ".." if step.axis == "parent" else step.test
            raise ExpressionError(step.position, _("There is no question “%(name)s”"), name=name)
    return walks


def _start(compiler: "Compiler", path: Path) -> Walk:
    here = compiler.surroundings
    if path.is_absolute:
        return walk_to_root(here.places, here.block)
    if path.start is None:
        return Walk(here.place, here.block)
    if not isinstance(path.start, Call) or path.start.name != "current":
        raise ExpressionError(path.position, _("A path cannot begin like this"))
    if here.outer is None:
        return Walk(here.place, here.block)
    return Walk(here.outer.place, here.outer.block, moves=(_where_current_is,))


def _where_current_is(origin: Row, _rows: Rows) -> Rows:
    return (origin.scope.here,)


def _from_root(compiler: "Compiler", root: Walk, steps: tuple[Step, ...]) -> tuple[list[Walk], tuple[Step, ...]]:
    """The first step names the root itself; after `//` it is any node."""
    first = steps[0]
    if first.axis == "child" and first.test in {"*", root.place.ref[1:]} and not first.predicates:
        return [root], steps[1:]
    if first.axis == "descendant-or-self":
        return _all_inside(compiler, root), steps[1:]
    raise ExpressionError(first.position, _("There is no question “%(name)s”"), name=first.test)


def _follow(compiler: "Compiler", walk: Walk, step: Step) -> list[Walk]:
    match step.axis:
        case "child":
            return _children(compiler, walk, step)
        case "parent":
            above = parent(walk, compiler.surroundings.places)
            found = [] if above is None else [above]
        case "self":
            found = [walk]
        case "descendant-or-self":
            found = _all_inside(compiler, walk)
        case _:
            raise ExpressionError(step.position, _("A path cannot go in this direction"))
    return [_tested(compiler, each, step) for each in found if _fits(step, each.place)]


def _children(compiler: "Compiler", walk: Walk, step: Step) -> list[Walk]:
    found = []
    for place in compiler.surroundings.places.children(walk.place.ref):
        if _fits(step, place):
            bare = _child(compiler, walk, place)
            tests = tuple(compiler.test(each, bare) for each in step.predicates)
            found.append(child(walk, place, tests) if tests else bare)
    return found


def _child(compiler: "Compiler", walk: Walk, place: Place) -> Walk:
    here = compiler.surroundings
    is_at_home = here.is_at_home and place.inner > 0 and here.places.is_around(place.inner, here.block)
    if is_at_home and not walk.moves:
        ups = here.places.blocks[here.block].depth - here.places.blocks[place.inner].depth
        return Walk(place, place.inner, ups)
    return child(walk, place, ())


def _tested(compiler: "Compiler", walk: Walk, step: Step) -> Walk:
    return kept(walk, tuple(compiler.test(each, walk) for each in step.predicates))


def _all_inside(compiler: "Compiler", walk: Walk) -> list[Walk]:
    found = [walk]
    for place in compiler.surroundings.places.children(walk.place.ref):
        found += _all_inside(compiler, child(walk, place, ()))
    return found


def _fits(step: Step, place: Place) -> bool:
    return step.test in {"*", "node()", place.ref.rpartition("/")[2]}
