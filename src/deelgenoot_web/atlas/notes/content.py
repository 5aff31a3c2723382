"""What a note is made of, as the templates in `typst/` read it: a cover, chapters, blocks."""

import msgspec


class Run(msgspec.Struct, frozen=True):
    """A piece of running text; a figure among words is bold."""

    text: str
    is_bold: bool = False


class Running(msgspec.Struct, frozen=True, tag=True):
    """A paragraph."""

    runs: tuple[Run, ...]
    is_quiet: bool = False


class Lead(msgspec.Struct, frozen=True, tag=True):
    """A sentence in the letter of titles, in the colour of the cluster."""

    text: str


class Heading(msgspec.Struct, frozen=True, tag=True):
    """A heading within a chapter; level 4 is only a name before a paragraph, and no heading."""

    text: str
    level: int = 2


class Bullets(msgspec.Struct, frozen=True, tag=True):
    """A list; `is_ordered` numbers it in large figures, for what is to be talked about."""

    items: tuple[str, ...]
    is_ordered: bool = False


class FigureTable(msgspec.Struct, frozen=True, tag=True):
    """A table with a header; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[str, ...]
    """Per column `auto`, or a share such as `2fr`; a column that starts with `>` is set right."""
    marks: tuple[str, ...] = ()
    """Per row the letter of a cluster, whose mark stands before its name; nothing for no marks."""
    is_named: bool = True
    """Whether the first column names the row, and is set in bold."""
    letters_at: int = -1
    """The column with a row of letters of clusters, each set in its colour; -1 for none."""


class NoteDrawing(msgspec.Struct, frozen=True, tag=True):
    """A chart or a map, with what it says to a reader who does not see it."""

    svg: str
    alt: str
    title: str = ""
    width: int = 100
    """In per cent of the column."""


class NoteStrip(msgspec.Struct, frozen=True, tag=True):
    """One indicator of a profile: its name at the left, its line at the right."""

    label: str
    when: str
    value: str
    """The figure of a municipality; empty for a cluster, whose line names it."""
    svg: str
    alt: str
    sentence: str = ""
    """What to know of it, under the line."""


class Tally(msgspec.Struct, frozen=True):
    """An opgave, and at how many municipalities of a group the figures show it."""

    title: str
    about: str
    n: int
    of: int
    """0 where our figures cannot show it."""
    elsewhere: str
    origin: str


class Tallies(msgspec.Struct, frozen=True, tag=True):
    """A table of opgaven, with a dot per municipality."""

    header: tuple[str, ...]
    rows: tuple[Tally, ...]
    count_words: str
    """`%(n)s of %(of)s`, as the template fills it in: `{n} van de {of}`."""
    unknown: str
    """What stands in place of a count that figures cannot give."""


class Legend(msgspec.Struct, frozen=True, tag=True):
    """The signs of the lines of a profile: pairs of a kind and its words."""

    keys: tuple[tuple[str, str], ...]


class Pair(msgspec.Struct, frozen=True, tag=True):
    """Two columns of blocks, read from left to right."""

    left: tuple["AnyBlock", ...]
    right: tuple["AnyBlock", ...]


class Panel(msgspec.Struct, frozen=True, tag=True):
    """Blocks on a tinted ground."""

    blocks: tuple["AnyBlock", ...]


class WholeBlock(msgspec.Struct, frozen=True, tag=True):
    """Blocks that no page break comes between."""

    blocks: tuple["AnyBlock", ...]


AnyBlock = (
    Running
    | Lead
    | Heading
    | Bullets
    | FigureTable
    | Tallies
    | NoteDrawing
    | NoteStrip
    | Legend
    | Pair
    | Panel
    | WholeBlock
)


class Part(msgspec.Struct, frozen=True):
    """Blocks with, in the margin, where they come from and how to read them."""

    blocks: tuple[AnyBlock, ...]
    label: str = ""
    """A heading of level 2 in the margin."""
    origin: str = ""
    aside: str = ""
    is_ruled: bool = True
    """Whether a line sets it off from what stands above it."""
    is_whole: bool = False
    """Whether it stays on one page; the margin may then be taller than the blocks."""


class Chapter(msgspec.Struct, frozen=True):
    """A chapter; one that `begins_page` does, the others go on where there is room."""

    title: str
    lead: str
    parts: tuple[Part, ...]
    begins_page: bool = False


class Cover(msgspec.Struct, frozen=True):
    """The first page."""

    kicker: str
    title: str
    subtitle: str
    map_svg: str
    """Empty for a cover without a map."""
    map_alt: str
    about: str
    names: str
    small: tuple[str, ...]


class BriefOpgave(msgspec.Struct, frozen=True):
    """An opgave for a reader in a hurry: the figures that show it, and what can be done."""

    title: str
    figures: str
    act: str


class Brief(msgspec.Struct, frozen=True):
    """The first page of two for an alderman; the chapters of the note are on the second."""

    name: str
    facts: str
    cluster: str
    standing: str
    lead: str
    opgaven_heading: str
    opgaven: tuple[BriefOpgave, ...]
    different_heading: str
    different: FigureTable
    peers_heading: str
    peers: FigureTable
    questions_heading: str
    questions: tuple[str, ...]
    more: str
    """That doubt, method and sources are on the other page."""


class Note(msgspec.Struct, frozen=True):
    """A whole note."""

    template: str
    """The file in `typst/` that sets it."""
    language: str
    title: str
    running: str
    """What stands at the head of every page."""
    foot: str
    letter: str
    """The cluster whose colour it has; empty for the ink of the house."""
    colours: dict[str, str]
    shapes: dict[str, str]
    """Per letter the mark of the cluster as an SVG."""
    words: dict[str, str]
    """What the template itself says: `contents`, `page`."""
    chapters: tuple[Chapter, ...]
    publisher: str
    logo: str
    """An SVG for the head of the cover; empty for the name of the publisher."""
    cover: Cover | None = None
    brief: Brief | None = None


class PrintedPicture(msgspec.Struct, frozen=True):
    """A chart or a map to take along, as an SVG that is drawn on pixels."""

    title: str
    svg: str
    width: int
    """In CSS pixels; the picture has twice as many."""
    template: str = "picture.typ"
