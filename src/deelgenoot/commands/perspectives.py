"""The command that checks the texts of a study against its figures."""

import argparse
from dataclasses import asdict

from deelgenoot.commands.opening import open_study, write_json
from deelgenoot.perspectives.checking import find_doubts
from deelgenoot.perspectives.reading import read_perspectives
from deelgenoot.words import Text

_NOTHING = Text(
    "{n} handelingsperspectieven: elk cijfer bestaat en elke bewering klopt.",
    "{n} action perspectives: every figure exists and every claim holds.",
)


def check(options: argparse.Namespace) -> int:
    """List what of the perspectives somebody has to look at; 1 where there is something."""
    study, typology = open_study(options.study)
    perspectives = read_perspectives(study, typology)
    doubts = [
        doubt for group in perspectives.values() for doubt in find_doubts(group, study, typology)
    ]
    if options.json:
        write_json([asdict(doubt) for doubt in doubts])
    elif not doubts:
        print(_NOTHING.in_language(options.lang).format(n=len(perspectives)))
    else:
        for doubt in doubts:
            print(f"{doubt.perspective}: {doubt.sentence.in_language(options.lang)}")
    return int(bool(doubts))
