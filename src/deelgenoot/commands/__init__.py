"""What each command of the command line does: call one function, write what it answered."""

from deelgenoot.commands.areas import peers, show
from deelgenoot.commands.making import assess, build, draw
from deelgenoot.commands.perspectives import check
from deelgenoot.commands.typologies import clusters, compare, years

__all__ = ["assess", "build", "check", "clusters", "compare", "draw", "peers", "show", "years"]
