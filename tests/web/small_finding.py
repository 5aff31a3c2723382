"""The descriptions and the questions that the search is measured with."""

from pathlib import Path

from django.utils import timezone
from tests.web import small_exchange as small

from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.actions.practices import text_of
from deelgenoot_web.exchange.finding import find_practices
from deelgenoot_web.exchange.models import Practice

FOLDER = Path(__file__).parent / "finding"
PLACES = (small.HEERLEN, small.ZUTPHEN, small.HOORN, small.DEN_HELDER)


def lines(name: str) -> list[list[str]]:
    """Read a file of parts between bars, without its remarks."""
    text = (FOLDER / name).read_text().splitlines()
    return [[part.strip() for part in line.split("|")] for line in text if line[0] != "#"]


def publish_texts() -> dict[str, int]:
    """Make every description a public approach; give their numbers by title."""
    now, numbers = timezone.now(), {}
    for at, (challenge, title, text) in enumerate(lines("texts.txt")):
        row = Practice.objects.create(
            gm_code=PLACES[at % len(PLACES)],
            title=title,
            challenge=challenge,
            summary=text.partition(". ")[0],
            stage="running",
            story=text.partition(". ")[2],
            saved_at=now,
        )
        row.current = row.versions.create(number=1, published_at=now, **text_of(row))
        row.standing = Practice.Standing.PUBLIC
        row.save()
        index(row)
        numbers[title] = row.pk
    return numbers


def reciprocal_ranks(numbers: dict[str, int], name: str) -> list[float]:
    """Give for each question of a file 1 divided by the place of its answer, or 0."""
    ranks = []
    for question, title in lines(name):
        order = find_practices(question)
        answer = numbers[title]
        ranks.append(1 / (order.index(answer) + 1) if answer in order else 0.0)
    return ranks
