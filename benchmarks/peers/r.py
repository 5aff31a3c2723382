"""R beside us: one session that is asked one thing at a time, so that the two can alternate."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LOOP = """
suppressWarnings(suppressPackageStartupMessages({ library(stats); try(library(fpc), TRUE) }))
asked <- file("stdin"); open(asked)
while (length(line <- readLines(asked, 1)) > 0) {
  eval(parse(text = line)); flush(stdout())
}
"""


class R:
    """A running R (`apt-get install r-base-core r-cran-fpc`); use it in a `with`."""

    def __init__(self) -> None:
        if shutil.which("Rscript") is None:
            raise SystemExit("This benchmark needs R: apt-get install r-base-core r-cran-fpc")
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(
            ["Rscript", "-e", _LOOP], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()
        self._folder.cleanup()

    def tell(self, line: str) -> None:
        """Run one line of R that answers nothing."""
        if self._process.stdin is None:
            return
        self._process.stdin.write(line.replace("\n", " ") + "\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> list[float]:
        """The numbers that one line of R writes with `cat`, ended by a new line."""
        self.tell(line + '; cat("\\n")')
        answer = self._process.stdout.readline() if self._process.stdout else ""
        return [float(number) for number in answer.split()]

    def give(self, name: str, table: Floats) -> None:
        """Make `table` known as the matrix `name`."""
        path = Path(self._folder.name) / f"{name}.csv"
        np.savetxt(path, table, delimiter=",", fmt="%.12g")
        self.tell(f'{name} <- as.matrix(read.csv("{path}", header = FALSE))')

    @property
    def version(self) -> str:
        """The version of R, and of fpc where it is installed."""
        self.tell('cat(R.version$major, ".", R.version$minor, sep = ""); cat(" fpc ")')
        self.tell('cat(tryCatch(as.character(packageVersion("fpc")), error = function(e) "-"))')
        self.tell('cat("\\n")')
        return self._process.stdout.readline().strip() if self._process.stdout else ""
