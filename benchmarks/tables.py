"""Tables written from known numbers in many dialects, read as studies: none may be silently wrong.

Every table is read right, or refused with a message. What is refused for a doubt is read again with
the answer in study.toml; what a plain writer wrote must be read at once. Each is then damaged and
read once more: that may be refused too, but never end in another error. The first hundred are in
`tests/core/test_dialects.py`.
"""

import csv
import io
import math
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deelgenoot.errors import DeelgenootError
from deelgenoot.study import Study

N_TABLES, SEED = 20_000, 20261128
Floats = NDArray[np.float64]
Verdict = Literal["right", "right after an answer", "refused", "refused needlessly", "wrong"]

NAMES = ["Ham", "'s-Gravenhage", "Súdwest-Fryslân", "Wick; the town", "Thorp, old", 'The "Ford"']
SIGNS = {"": 16, "%": 1, "€ ": 1}
MISSING = {"": 8, "NA": 2, ".": 1, "x": 1, "-": 1, "n/a": 1, "-99997": 1, "9999999": 1}
ENCODINGS = {"utf-8": 3, "utf-8-sig": 2, "cp1252": 2, "utf-16": 1}
TROUBLES = {"": 12, "total": 1, "twice": 1, "long": 1, "note": 1, "quote": 1, "cut": 1}
"""What must be refused: a total below, an area twice, a line per year, a note below, a quotation
mark that is never closed, a line that is cut off."""


@dataclass(frozen=True)
class Style:
    """How the figures of one column are written."""

    decimal: str
    thousands: str
    decimals: int | None
    """None for as many as there are."""
    sign: str

    @property
    def is_plain(self) -> bool:
        """Whether no figure of it can be another one, whatever stands beside it."""
        return not self.thousands and self.decimals != 3 and not self.sign

    def cell(self, value: float) -> str:
        """Write a figure that has at most six decimals."""
        digits = f"{abs(value):.6f}" if self.decimals is None else f"{abs(value):.{self.decimals}f}"
        whole, _, part = digits.partition(".")
        part = part.rstrip("0") if self.decimals is None else part
        groups = f"{int(whole):,}".replace(",", self.thousands)
        text = groups + (self.decimal + part if part else "")
        text = f"{self.sign}{text}" if self.sign != "%" else f"{text}%"
        return f"-{text}" if value < 0 else text


@dataclass(frozen=True)
class KnownTable:
    """A table of known numbers, how it was written, and what stands in its file."""

    raw: bytes
    truth: Floats
    """(areas in order of code, columns), NaN where there is no figure."""
    styles: tuple[Style, ...]
    missing: str
    trouble: str
    is_loose: bool
    """Whether cells with the separator in them have no quotes around them."""

    @property
    def must_be_read(self) -> bool:
        """Whether a plain writer wrote it, so that nothing can be in doubt."""
        is_plain = all(style.is_plain for style in self.styles) and self.missing in {"", "NA"}
        return is_plain and not self.trouble and not self.is_loose

    @property
    def answer(self) -> str:
        """What its writer would say of it in study.toml."""
        marks = {style.decimal for style in self.styles}
        decimal = f'decimal = "{marks.pop()}"\n' if len(marks) == 1 else ""
        totals = '["T"]' if self.trouble == "total" else "[]"
        return f'{decimal}missing = ["{self.missing}"]\ntotals = {totals}\n'

    @property
    def can_be_answered(self) -> bool:
        """Whether it can be read once its writer answered."""
        is_one_way = len({style.decimal for style in self.styles}) == 1
        has_signs = any(style.sign for style in self.styles)
        return is_one_way and not (has_signs or self.is_loose) and self.trouble in {"", "total"}


def choose(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def choose_style(rng: random.Random) -> Style:
    decimal = rng.choice(".,")
    marks = ["", "", "", "", "," if decimal == "." else ".", " ", "\N{NO-BREAK SPACE}", "'"]
    return Style(
        decimal, rng.choice(marks), rng.choice([0, 0, 1, 1, 2, 3, None]), choose(rng, SIGNS)
    )


def figures(rng: random.Random, style: Style, n: int) -> list[float]:
    """Draw figures of one kind: counts, amounts, per cents, rates, changes."""
    low, high = rng.choice([(0, 8), (2, 6), (0, 2), (-3, 0), (1, 4)])
    sign = rng.choice([1, 1, 1, -1])
    values = [10 ** rng.uniform(low, high) * rng.choice([1, sign]) for _ in range(n)]
    return [round(value, 6 if style.decimals is None else style.decimals) for value in values]


def known_table(rng: random.Random) -> KnownTable:
    """Write a table of known numbers in a dialect that `rng` chooses."""
    n, p = rng.randint(4, 40), rng.randint(1, 5)
    first = choose_style(rng)
    styles = [first if rng.random() < 0.85 else choose_style(rng) for _ in range(p)]
    styles = [
        replace(s, decimals=s.decimals if rng.random() < 0.5 else rng.choice([0, 1, 2, 3, None]))
        for s in styles
    ]
    truth = np.array([figures(rng, style, n) for style in styles]).T
    missing = choose(rng, MISSING)
    gaps = np.array([[rng.random() < 0.05 for _ in range(p)] for _ in range(n)])
    gaps[gaps.all(axis=1)] = False  # a line without any figure is a trouble of its own
    rows = [[missing if gap else style.cell(v) for v, gap, style in zip(*row, styles, strict=True)]
            for row in zip(truth, gaps, strict=True)]  # fmt: skip
    trouble = choose(rng, TROUBLES)
    if trouble == "total" and gaps.any():
        trouble = ""
    if not gaps.any():
        missing = ""
    truth = np.where(gaps, math.nan, truth)
    rows = with_trouble(trouble, rows, truth, styles)
    raw, is_loose = write_table(rng, rows, trouble)
    return KnownTable(raw, truth, tuple(styles), missing, trouble, is_loose)


def with_trouble(
    trouble: str, rows: list[list[str]], truth: Floats, styles: Sequence[Style]
) -> list[list[str]]:
    """Give each row its code, and add what makes the table no table of areas."""
    lines = [[f"C{at:02}", NAMES[at % len(NAMES)], *row] for at, row in enumerate(rows)]
    if trouble == "total":
        sums = [style.cell(float(v)) for v, style in zip(truth.sum(axis=0), styles, strict=True)]
        # A sum of less than a thousand steps chance gives too: then only its name can tell.
        digits = ["".join(sign for sign in cell if sign.isdigit()).lstrip("0") for cell in sums]
        is_clear = max(map(len, digits)) > 3
        lines.append(["T", "All" if is_clear else "Totaal", *sums])
    elif trouble == "twice":
        lines.append(lines[0])
    elif trouble == "long":
        lines = [row for row in lines for _ in range(2)]
    elif trouble == "note":
        lines.append(["Source: own count", *[""] * (len(lines[0]) - 1)])
    return lines


def write_table(rng: random.Random, rows: list[list[str]], trouble: str) -> tuple[bytes, bool]:
    """Write the bytes of a file; tell too whether quotes that are needed were left out."""
    separator, end = rng.choice(",;;\t"), rng.choice(["\n", "\r\n"])
    head = ["code", "name", *[f"x{at}" for at in range(len(rows[0]) - 2)]]
    if rng.random() < 0.2:
        rows = [[f" {cell} " for cell in row] for row in rows]
    needs = any(separator in cell or '"' in cell for row in rows for cell in row)
    is_loose = needs and rng.random() < 0.1
    text = io.StringIO()
    if is_loose:
        text.write(end.join(separator.join(row) for row in [head, *rows]))
    else:
        dialect = csv.unix_dialect if rng.random() < 0.2 else csv.excel  # quotes all, or few
        writer = csv.writer(text, dialect, delimiter=separator, lineterminator=end)
        writer.writerows([head, *rows])
    content = text.getvalue()
    if trouble == "cut":
        content = content.rstrip()[: -len(rows[-1][-1]) - 2]
        content = content[: content.rindex(separator)]
    if trouble == "quote":
        content = content.rstrip() + f'{end}C99{separator}"open' + separator * (len(head) - 2) + end
    if separator == ";" and rng.random() < 0.1:
        content = f"sep=;{end}{content}"
    return content.encode(choose(rng, ENCODINGS), errors="replace"), is_loose


def read(folder: Path, raw: bytes, answer: str = "") -> Floats:
    """Read the table as a study would. Raises DeelgenootError."""
    (folder / "own.csv").write_bytes(raw)
    text = f'id = "own"\nfigures = "own.csv"\n{answer}method.n_clusters = 2\n'
    catalog = Study.from_text(text, folder).catalog
    return catalog.level(list(catalog.indicators))


def judge(table: KnownTable, folder: Path) -> tuple[Verdict, str]:
    """Read a table, and with an answer where it was refused; give the verdict and the message."""
    try:
        values = read(folder, table.raw)
    except DeelgenootError as error:
        return judge_refusal(table, folder), str(error)
    is_right = not table.trouble and np.array_equal(values, table.truth, equal_nan=True)
    return ("right" if is_right else "wrong"), ""


def judge_refusal(table: KnownTable, folder: Path) -> Verdict:
    """Read a table that was refused with the answer of its writer."""
    if table.must_be_read:
        return "refused needlessly"
    if not table.can_be_answered:
        return "refused"
    try:
        values = read(folder, table.raw, table.answer)
    except DeelgenootError:
        return "refused needlessly"
    is_right = np.array_equal(values, table.truth, equal_nan=True)
    return "right after an answer" if is_right else "wrong"


def damage(raw: bytes, rng: random.Random) -> bytes:
    """Change, add and take out a few bytes of a file."""
    content = bytearray(raw)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(content))
        size = rng.choice([0, 1, 1, 40])
        content[at : at + size] = rng.choice([b"", b'"', b"\n", b";", b",", b"\xff", b"9" * 400])
    return bytes(content) or b";"


def judge_all(n_tables: int, seed: int) -> Counter[Verdict]:
    """Judge so many tables; print those that are wrong, or end in another error."""
    verdicts: Counter[Verdict] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(n_tables):
            table = known_table(random.Random(f"{seed}-{number}"))
            verdict, message = judge(table, Path(folder))
            with suppress(DeelgenootError):  # damaged it may say anything, but in our words
                read(Path(folder), damage(table.raw, random.Random(number)))
            verdicts[verdict] += 1
            if verdict in {"wrong", "refused needlessly"}:
                print(f"table {number}: {verdict}; {table.trouble or 'no trouble'}; {message}")
    return verdicts


def main() -> None:
    start = time.perf_counter()
    verdicts = judge_all(N_TABLES, SEED)
    for verdict, count in verdicts.most_common():
        print(f"{verdict:<24}{count:>8,}")
    seconds = time.perf_counter() - start
    print(f"{N_TABLES:,} tables in {seconds:.0f} s, and damaged; none ended in another error")
