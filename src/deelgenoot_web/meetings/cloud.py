"""Place words in a cloud: larger where more people wrote them, none over another. Pure.

Largest first, each at the free place nearest to the middle that touches a word placed before, as
Feinberg does with a spiral (Wordle; chapter 3 of Steele and Iliinsky 2010, Beautiful
Visualization). The same counts always give the same picture.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

MOST_WORDS_DRAWN = 50
_APART = 4
"""How many times as large as the rarest word the most written one is, as far as counts allow."""
_LEAST_POWER = 0.5
_SHRINKS = 0.88
"""How much smaller all words become when they do not fit."""
_AS_WIDE = 1 - 1e-9
"""The part of the width that the widest word fills: rounding may not push it out."""
_FILLED = 0.75
"""The largest part of the picture that words can fill: more never fits."""
_GAP_BESIDE, _GAP_BELOW = 0.3, 0.12
"""Space between two words, as part of the smaller size: beside, enough not to be one line."""
_BASELINE = 0.8
"""Where the letters stand in the height of a word, from its top."""
_NARROW, _WIDE = 0.33, 0.85
_WIDTHS = dict.fromkeys("fijlrtI.,'’-| ", _NARROW) | dict.fromkeys("mwMW@%", _WIDE)
_LOWER, _UPPER = 0.56, 0.7
_Weighed = tuple[str, int, float]
"""A word, how many people wrote it, and its size besides the scale."""


@dataclass(frozen=True)
class CloudShape:
    """The size of a picture, and the smallest size of a word in it."""

    width: float
    height: float
    smallest: float


@dataclass(frozen=True)
class CloudWord:
    """A word in its box; `x` and `y` are its left top, the height is the size of the letters."""

    text: str
    count: int
    x: float
    y: float
    width: float
    height: float

    @property
    def baseline(self) -> float:
        """Where the letters stand."""
        return self.y + _BASELINE * self.height


@dataclass(frozen=True)
class Cloud:
    """The words that have a place, most written first, and how many have none."""

    shape: CloudShape
    words: tuple[CloudWord, ...]
    n_left: int


@lru_cache(maxsize=64)
def word_cloud(counts: tuple[tuple[str, int], ...], shape: CloudShape) -> Cloud:
    """Draw (word, how many wrote it), most first, the size as a power of the count.

    The size is as the count where counts lie close together, and its square is as the count where
    they lie far apart, or where more words have a place so: sizes differ clearly, and exaggerate
    nothing. All words shrink together until they fit. Where the rarest would be smaller than can be
    read, one that is too wide shrinks alone, and those that find no place are left out, and counted
    in `n_left`.
    """
    drawn_counts = [count for _word, count in counts[:MOST_WORDS_DRAWN]]
    most_power = _power(drawn_counts)
    powers = [most_power, (most_power + _LEAST_POWER) / 2, _LEAST_POWER]
    clouds = []
    # A power of counts that are all the same changes nothing.
    for power in dict.fromkeys(powers if len(set(drawn_counts)) > 1 else powers[:1]):
        clouds.append(_draw(counts, shape, power))
        if clouds[-1].n_left == len(counts) - len(drawn_counts):
            break
    return min(clouds, key=lambda one: one.n_left)


def _draw(counts: Sequence[tuple[str, int]], shape: CloudShape, power: float) -> Cloud:
    """Draw a cloud with this power of the count as the size."""
    words = counts[:MOST_WORDS_DRAWN]
    for least in sorted({count for _word, count in words}):
        common = [(word, count, count**power) for word, count in words if count >= least]
        drawn_words = _fit(common, shape, shape.smallest / least**power)
        if drawn_words:
            return Cloud(shape, drawn_words, len(counts) - len(drawn_words))
    return Cloud(shape, (), len(counts))


def _power(counts: Sequence[int]) -> float:
    """Choose the power of a count that is the size of a word, at most one."""
    between = math.log(max(counts) / min(counts)) if counts else 0
    return min(1, max(_LEAST_POWER, math.log(_APART) / between)) if between else 1


def _fit(words: Sequence[_Weighed], shape: CloudShape, least_scale: float) -> tuple[CloudWord, ...]:
    """Place the words as large as they fit; empty where one that is not the rarest finds no place
    at the least scale."""
    ems = sum(_width(word) * weight**2 for word, _count, weight in words)
    scale = math.sqrt(_FILLED * shape.width * shape.height / ems)
    while scale > least_scale:
        drawn_words = _place(words, shape, scale)
        if drawn_words:
            return drawn_words
        scale *= _SHRINKS
    return _place(words, shape, least_scale, spare=words[-1][1])


def _place(
    words: Sequence[_Weighed], shape: CloudShape, scale: float, spare: int = 0
) -> tuple[CloudWord, ...]:
    """Place the words in their order; empty where one that more than `spare` people wrote finds no
    place. With `spare` one that is wider than the picture is as large as fits."""
    drawn_words: list[CloudWord] = []
    for text, count, weight in words:
        size = scale * weight
        if spare:
            size = min(size, _AS_WIDE * shape.width / _width(text))
            if size < _AS_WIDE * shape.smallest:
                continue
        width = _width(text) * size
        boxes = (
            CloudWord(text, count, x, y, width, size)
            for x, y in _places(drawn_words, width, size, shape)
        )
        box = next((one for one in boxes if not any(_overlap(one, at) for at in drawn_words)), None)
        if box:
            drawn_words.append(box)
        elif count > spare:
            return ()
    return tuple(drawn_words)


def _places(
    drawn_words: Sequence[CloudWord], width: float, height: float, shape: CloudShape
) -> list[tuple[float, float]]:
    """List the places inside the picture that touch a placed word, nearest to the middle first."""
    middle = (shape.width - width) / 2, (shape.height - height) / 2
    places = set(_beside(drawn_words, width, height)) if drawn_words else {middle}
    most_x, most_y = shape.width - width, shape.height - height
    # One that would stick out at a side moves along the word it touches.
    nearer_places = {(min(max(x, 0), most_x), y) for x, y in places}
    inside = [(x, y) for x, y in nearer_places if x >= 0 and 0 <= y <= most_y]

    def distance(place: tuple[float, float]) -> tuple[float, float, float]:
        across = (place[0] + width / 2) / shape.width - 0.5
        down = (place[1] + height / 2) / shape.height - 0.5
        return (round(across * across + down * down, 6), *place)

    return sorted(inside, key=distance)


def _beside(
    drawn_words: Sequence[CloudWord], width: float, height: float
) -> Iterator[tuple[float, float]]:
    """Yield the places at the four sides of each word: at both ends of a side and halfway."""
    for word in drawn_words:
        size = min(height, word.height)
        beside, below = _GAP_BESIDE * size, _GAP_BELOW * size
        free_width, free_height = word.width - width, word.height - height
        for part in (0.0, 0.5, 1.0):
            x, y = word.x + part * free_width, word.y + part * free_height
            yield x, word.y - height - below
            yield x, word.y + word.height + below
            yield word.x - width - beside, y
            yield word.x + word.width + beside, y


def _overlap(word: CloudWord, other: CloudWord) -> bool:
    """Whether two words come nearer than their gap beside each other, or half of it below."""
    size = min(word.height, other.height)
    beside, below = _AS_WIDE * _GAP_BESIDE * size, _GAP_BELOW / 2 * size
    return (
        word.x < other.x + other.width + beside
        and other.x < word.x + word.width + beside
        and word.y < other.y + other.height + below
        and other.y < word.y + word.height + below
    )


def _width(text: str) -> float:
    """Return about how wide a word is, in sizes of its letters; the drawing keeps to it."""
    return sum(_WIDTHS.get(letter, _UPPER if letter.isupper() else _LOWER) for letter in text)
