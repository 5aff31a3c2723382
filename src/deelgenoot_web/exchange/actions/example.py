"""Invented texts, marked as example, to click through: made and removed by one command."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from deelgenoot_web.exchange.actions.indexing import index
from deelgenoot_web.exchange.actions.practices import text_of
from deelgenoot_web.exchange.models import MunicipalChallenge, Practice, PracticeText, TextReaction


@dataclass(frozen=True)
class ExamplePractice:
    """An invented approach of an invented municipality."""

    place: str
    title: str
    challenge: str
    stage: str
    years: tuple[int, int | None]
    summary: str
    success: str
    setback: str
    story: str = ""
    partners: str = ""
    lesson: str = ""
    costs: str = ""
    effort: str = ""


_STAGE = PracticeText.Stage
_COSTS = PracticeText.Costs
_EFFORT = PracticeText.Effort
EXAMPLES = (
    ExamplePractice(
        place="Voorbeeldgemeente C",
        title="Wijk voor wijk isoleren met de corporatie",
        challenge="bestaande-stad-verduurzamen",
        stage=_STAGE.FINISHED,
        years=(2021, 2023),
        summary="Corporatie en gemeente isoleerden in één wijk koop- en huurwoningen tegelijk, "
        "zodat ook eigenaren met een laag inkomen mee konden.",
        success="- Eén aanspreekpunt per straat.\n- Huur en koop in dezelfde planning.\n"
        "- Eerst de woningen met de slechtste gevels.",
        setback="- Informatieavonden: de opkomst viel tegen.\n"
        "- Een aparte subsidie: die vroeg te veel papier.",
        story="De woningen in de wijk zijn van voor 2000. Bewoners met een laag inkomen konden "
        "isolatie niet voorschieten. De gemeente legde de opgave naast de planning van de "
        "corporatie en sloot daarbij aan.",
        partners="Corporatie, bewonerscommissie en een uitvoerder. De gemeente leverde een "
        "projectleider.",
        lesson="Eerder beginnen met gesprekken aan de deur, en pas daarna met brieven.",
        costs=_COSTS.UNDER_500,
        effort=_EFFORT.TWO_DAYS,
    ),
    ExamplePractice(
        place="Voorbeeldgemeente A",
        title="Eén plan voor leegstaande panden in de binnenstad",
        challenge="levendige-binnenstad",
        stage=_STAGE.RUNNING,
        years=(2025, None),
        summary="Gemeente en eigenaren kiezen samen welke straten winkelstraat blijven, en waar "
        "wonen boven en achter de winkel mag.",
        success="- Eerst de eigenaren spreken, dan pas tekenen.\n- Eén loket voor vergunningen.",
        setback="- Eigenaren van buiten de gemeente reageren niet op brieven.",
        partners="Eigenaren, ondernemersvereniging en de omgevingsdienst.",
        effort=_EFFORT.TWO_DAYS,
    ),
    ExamplePractice(
        place="Voorbeeldgemeente B",
        title="Gestopt: een app voor bezoekers van de binnenstad",
        challenge="levendige-binnenstad",
        stage=_STAGE.STOPPED,
        years=(2022, 2024),
        summary="Een app met aanbiedingen moest bezoekers langer vasthouden. Na twee jaar is de "
        "gemeente gestopt.",
        success="- De telling van bezoekers bleef, en is nog steeds bruikbaar.",
        setback="- Winkels hielden hun aanbod niet bij.\n- Bijna niemand opende de app twee keer.",
        lesson="Eerst vragen wat bezoekers missen; een app was niet hun antwoord.",
        costs=_COSTS.UNDER_100,
    ),
    ExamplePractice(
        place="Voorbeeldgemeente D",
        title="Samen een energiecoach inhuren",
        challenge="energietransitie",
        stage=_STAGE.IDEA,
        years=(2026, None),
        summary="Drie kleine gemeenten willen samen één energiecoach, zodat bewoners overal thuis "
        "hulp kunnen vragen.",
        success="- De drie begrotingen zijn al naast elkaar gelegd.",
        setback="- Nog geen afspraak over wie de coach in dienst neemt.",
        effort=_EFFORT.HALF_DAY,
    ),
    ExamplePractice(
        place="Voorbeeldgemeente E",
        title="Doorstromen met een verhuiscoach",
        challenge="passende-woningen",
        stage=_STAGE.RUNNING,
        years=(2024, None),
        summary="Een coach helpt ouderen die kleiner willen wonen, van de eerste vraag tot en met "
        "de verhuizing.",
        success="- De coach komt thuis en neemt het papierwerk over.\n"
        "- De nieuwe huur ligt vast voordat iemand ja zegt.",
        setback="- Zonder nieuwe kleine woningen in de buurt stokt het.",
        partners="Twee corporaties en de ouderenbond.",
        costs=_COSTS.UNDER_100,
        effort=_EFFORT.ONE_PERSON,
    ),
    ExamplePractice(
        place="Voorbeeldgemeente F",
        title="Zorgvragen samen aannemen met de huisartsen",
        challenge="vergrijzing-en-zorg",
        stage=_STAGE.FINISHED,
        years=(2020, 2024),
        summary="Wijkteam en huisartsen bespraken elke week de nieuwe vragen, zodat ouderen hun "
        "verhaal maar één keer vertelden.",
        success="- Vast overleg van een half uur, altijd op dezelfde dag.",
        setback="- Gegevens delen mocht minder dan wij dachten: vraag dat vooraf na.",
        partners="Huisartsen, thuiszorg en het wijkteam.",
        effort=_EFFORT.TWO_DAYS,
    ),
)


EXAMPLE_CHALLENGE = (
    "Voorbeeldgemeente G",
    "Nachtrust langs de doorgaande weg",
    "Bewoners slapen slecht door nachtelijk verkeer. Omleiden kan niet: de weg is provinciaal.",
)
EXAMPLE_REACTIONS = (
    (
        0,
        "Voorbeeldgemeente H",
        "Wij deden dit ook. Wat hielp: **één** brief van gemeente en corporatie samen.",
    ),
    (2, "Voorbeeldgemeente K", "Herkenbaar. Hoe legde u het stoppen uit aan de raad?"),
)
"""At which example, of whom, and what it says."""


@transaction.atomic
def make_examples(*, now: datetime) -> bool:
    """Make the invented approaches, with an opgave and reactions; False when they are there."""
    if Practice.objects.exclude(example_name="").exists():
        return False
    practices = [_make(example, now) for example in EXAMPLES]
    for number, place, text in EXAMPLE_REACTIONS:
        TextReaction.objects.create(
            practice=practices[number], example_name=place, text=text, made_at=now
        )
    _make_challenge(now)
    return True


def _make_challenge(now: datetime) -> None:
    place, title, explanation = EXAMPLE_CHALLENGE
    challenge = MunicipalChallenge.objects.create(
        example_name=place,
        title=title,
        explanation=explanation,
        theme_list="quality_of_life housing",
        made_at=now,
    )
    index(challenge)
    text = "Speelt bij ons ook, langs het spoor."
    TextReaction.objects.create(
        challenge=challenge.challenge_id,
        example_name="Voorbeeldgemeente L",
        text=text,
        made_at=now,
    )


@transaction.atomic
def remove_examples() -> bool:
    """Remove all invented texts; False when there are no approaches among them."""
    TextReaction.objects.exclude(example_name="").delete()
    for challenge in MunicipalChallenge.objects.exclude(example_name=""):
        challenge.standing = Practice.Standing.WITHDRAWN
        index(challenge)
        challenge.delete()
    example_rows = Practice.objects.exclude(example_name="")
    # A row loses its version before it goes itself, and without one it may not be public.
    n_removed = example_rows.update(standing=Practice.Standing.WITHDRAWN)
    for example in example_rows:
        index(example)
    example_rows.delete()
    return bool(n_removed)


def _make(example: ExamplePractice, now: datetime) -> Practice:
    first, last = example.years
    fields = {
        name: value for name, value in vars(example).items() if name not in {"place", "years"}
    }
    practice = Practice.objects.create(
        example_name=example.place, first_year=first, last_year=last, saved_at=now, **fields
    )
    practice.current = practice.versions.create(number=1, published_at=now, **text_of(practice))
    practice.standing = Practice.Standing.PUBLIC
    practice.checked_at = timezone.localdate(now)
    practice.save(update_fields=["current", "standing", "checked_at"])
    index(practice)
    return practice
