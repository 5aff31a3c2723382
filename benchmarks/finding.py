"""Search over 50,000 approaches of 250 words (`finding 5000` for fewer), on both databases.

Words are drawn as often as words of a language are (Zipf): stems of the descriptions that the
tests search, and compounds of two of them. Everything that is searched is invented.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from tests.web import postgres
from tests.web.live_site import LiveSite

ROOT = Path(__file__).resolve().parents[1]
SIZE, N_WORDS, N_QUESTIONS = 50_000, 250, 200
BATCH = 1000
N_VOCABULARY = 100_000
SEED = 133
TABLE = "exchange_searchposting"


def main() -> None:
    size = sys.argv[2] if len(sys.argv) > 2 else str(SIZE)
    print(f"  load of the machine before: {os.getloadavg()[0]:.1f}")
    measure_in_own_process("SQLite", {}, size)
    where = postgres.programs()
    if where is None:
        print("  PostgreSQL is not here")
        return
    with postgres.running(where) as address:
        measure_in_own_process("PostgreSQL", {"DATABASE_URL": address}, size)


def measure_in_own_process(name: str, more: dict[str, str], size: str) -> None:
    """Django knows one database in a process."""
    print(f"  {name}:", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        site = LiveSite(Path(folder), more)
        site.set_up(looks=True)
        environment = site.environment | {"PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, __file__, size], env=environment, check=True)


class Language:
    """An invented language: words, each drawn as often as its rank says."""

    def __init__(self, seed: int) -> None:
        from tests.web import small_finding  # noqa: PLC0415 - with the settings of this process

        from deelgenoot_web.exchange.spelling import words_of  # noqa: PLC0415 - as above

        self.random = random.Random(seed)
        lines = small_finding.lines("texts.txt")
        stems = sorted({word for line in lines for part in line[1:] for word in words_of(part)})
        pairs = (self.random.sample(stems, 2) for _ in range(N_VOCABULARY - len(stems)))
        self.vocabulary = [*stems, *("".join(pair) for pair in pairs)]
        self.random.shuffle(self.vocabulary)
        self.chances = list(accumulate(1 / (rank + 10) for rank in range(len(self.vocabulary))))

    def text(self, n: int) -> str:
        """Write a text of `n` words."""
        return " ".join(self.random.choices(self.vocabulary, cum_weights=self.chances, k=n))

    def question(self) -> str:
        """Ask one to four words, rarer ones than those of texts; every third with an error."""
        words = self.random.sample(self.vocabulary[50:20_000], self.random.randint(1, 3))
        words += self.text(1).split() if self.random.random() < 0.5 else []
        if self.random.random() < 1 / 3:
            at = self.random.randrange(len(words[0]))
            words[0] = words[0][:at] + words[0][at + 1 :]
        return " ".join(words)


def measure(size: int) -> None:
    """Fill the database, then ask and time."""
    import django  # noqa: PLC0415 - with the settings of this process

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after setup
    from django.test import Client  # noqa: PLC0415 - after setup

    from deelgenoot_web.exchange.finding import find_practices  # noqa: PLC0415 - after setup

    settings.ALLOWED_HOSTS = ["testserver"]
    language = Language(SEED)
    began = time.monotonic()
    n_words, n_postings = Filling(language, size).fill()
    print(f"    {size} approaches, {n_words} words, {n_postings} postings", end="")
    print(f" made in {time.monotonic() - began:.0f} s", flush=True)
    client = Client()
    questions = [language.question() for _ in range(N_QUESTIONS)]
    for name, ask in (
        ("search", find_practices),
        ("page /aanpakken/?zoek=", lambda q: client.get("/aanpakken/", {"zoek": q})),
        ("page with a facet", lambda q: client.get("/aanpakken/", {"zoek": q, "stand": "idea"})),
        ("page /zoeken/?q=", lambda q: client.get("/zoeken/", {"q": q})),
        ("type-ahead", lambda q: client.get("/aanpakken/titels.json", {"q": q[: len(q) // 2 + 2]})),
    ):
        for question in questions[:5]:
            ask(question)
        times = zip(*(time_one(ask, question) for question in questions), strict=True)
        whole, processor, spent = times
        print(f"    {name:24} {quantiles(whole)}, of this process {quantiles(processor)}", end="")
        print(f"; the database alone {quantiles(spent)}", flush=True)


def time_one(ask: Any, question: str) -> tuple[float, float, float]:
    """Give the seconds of a question, and of its queries asked once more with all their rows.

    The second figure is what the processor did for it in this process, which other work on the
    machine changes little; SQLite is in it, and PostgreSQL is not. For SQLite the third is too.
    """
    from django.db import connection  # noqa: PLC0415 - after setup

    statements: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append((sql, parameters))
        return execute(sql, parameters, many, context)

    start, began = time.perf_counter(), time.thread_time()
    ask(question)
    whole, processor = time.perf_counter() - start, time.thread_time() - began
    with connection.execute_wrapper(note):
        ask(question)
    spent = 0.0
    clock = time.thread_time if connection.vendor == "sqlite" else time.perf_counter
    with connection.cursor() as cursor:
        for sql, parameters in statements:
            start = clock()
            cursor.execute(sql, parameters)
            cursor.fetchall()
            spent += clock() - start
    return whole, processor, spent


def quantiles(seconds: Sequence[float]) -> str:
    """Write the median and the 95th percentile in milliseconds."""
    in_order = sorted(1000 * one for one in seconds)
    middle, late = in_order[len(in_order) // 2], in_order[int(0.95 * len(in_order))]
    return f"p50 {middle:5.1f} ms, p95 {late:5.1f} ms"


class Filling:
    """Makes approaches and their index in large steps, with the weights that the site computes."""

    def __init__(self, language: Language, size: int) -> None:
        from django.utils import timezone  # noqa: PLC0415 - after setup

        from deelgenoot_web.atlas.facts.release import release  # noqa: PLC0415 - after setup

        self.language, self.size, self.now = language, size, timezone.now()
        self.codes = [area.code for area in release().catalog.areas]
        self.challenges = [one.id for one in release().study.challenges]
        self.numbers: dict[str, int] = {}
        self.counts: Counter[int] = Counter()
        self.n_postings = 0

    def fill(self) -> tuple[int, int]:
        """Fill the empty database; give the numbers of words and of postings."""
        from django.db import connection, transaction  # noqa: PLC0415 - after setup
        from django.db.models import F  # noqa: PLC0415 - after setup

        from deelgenoot_web.exchange.models import Practice  # noqa: PLC0415 - after setup

        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA foreign_keys=OFF")
            # An index that is filled out of order is made at the end.
            cursor.execute("DROP INDEX posting_heaviest")
        for begin in range(1, self.size + 1, BATCH):
            with transaction.atomic():
                self._add(range(begin, min(begin + BATCH, self.size + 1)))
        Practice.objects.update(current=F("pk"), standing="public")
        with connection.cursor() as cursor:
            columns = "word_id, weight DESC, practice_id DESC"
            cursor.execute(f"CREATE INDEX posting_heaviest ON {TABLE} ({columns})")
            update = "UPDATE exchange_searchword SET n_texts = %s WHERE id = %s"
            cursor.executemany(update, [(n, number) for number, n in self.counts.items()])
            cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        return len(self.numbers), self.n_postings

    def _add(self, keys: range) -> None:
        from django.db import connection  # noqa: PLC0415 - after setup

        from deelgenoot_web.exchange.actions.indexing import (  # noqa: PLC0415 - after setup
            weigh_words,
        )
        from deelgenoot_web.exchange.actions.practices import text_of  # noqa: PLC0415 - after setup
        from deelgenoot_web.exchange.models import (  # noqa: PLC0415 - after setup
            Practice,
            PracticeVersion,
            SearchWord,
        )

        rows = [Practice(pk=key, saved_at=self.now, **self._text(key)) for key in keys]
        Practice.objects.bulk_create(rows)
        versions = [
            PracticeVersion(
                pk=row.pk, practice=row, number=1, published_at=self.now, **text_of(row)
            )
            for row in rows
        ]
        PracticeVersion.objects.bulk_create(versions)
        postings, new = [], []
        for row, version in zip(rows, versions, strict=True):
            for word, weight in weigh_words(row, version).items():
                if word not in self.numbers:
                    self.numbers[word] = len(self.numbers) + 1
                    new.append(SearchWord(pk=self.numbers[word], word=word, backward=word[::-1]))
                self.counts[self.numbers[word]] += 1
                postings.append((row.pk, self.numbers[word], weight))
        SearchWord.objects.bulk_create(new)
        self.n_postings += len(postings)
        write(connection, postings)

    def _text(self, key: int) -> dict[str, Any]:
        return {
            "gm_code": self.codes[key % len(self.codes)],
            "title": self.language.text(6)[:120],
            "summary": self.language.text(24)[:300],
            "challenge": self.challenges[key % len(self.challenges)],
            "stage": ("idea", "running", "finished", "stopped")[key % 4],
            "success": self.language.text(60),
            "story": self.language.text(N_WORDS - 90),
        }


def write(connection: Any, postings: list[tuple[int, int, int]]) -> None:
    """Write postings the fast way of each database; the words are there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            insert = f"INSERT INTO {TABLE} (practice_id, word_id, weight) VALUES (%s, %s, %s)"
            cursor.executemany(insert, postings)
            return
        with cursor.copy(f"COPY {TABLE} (practice_id, word_id, weight) FROM STDIN") as copy:
            for row in postings:
                copy.write_row(row)


if __name__ == "__main__":
    measure(int(sys.argv[1]))
