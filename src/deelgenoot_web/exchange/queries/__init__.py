"""Queries about approaches and about who takes part in the exchange."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from deelgenoot_web.accounts.models import MemberDomain, Person
from deelgenoot_web.exchange.matching import Candidate
from deelgenoot_web.exchange.models import (
    ChallengeConcern,
    HarvestOffer,
    Introduction,
    OpenCall,
    PlacedPicture,
    Practice,
    PracticeUse,
    PracticeVersion,
)
from deelgenoot_web.exchange.places import place_to_match


@dataclass(frozen=True)
class PracticeFilter:
    """Which approaches somebody wants to see; None means all."""

    challenges: Collection[str] | None = None
    gm_codes: Collection[str] | None = None
    stage: str = ""
    year: int | None = None


def n_uses() -> Coalesce:
    """Count the municipalities that use an approach, for the rows that are read alone.

    A join would count for all rows, grouped by their whole texts, before a page of them is cut.
    """
    uses = PracticeUse.objects.filter(practice=OuterRef("pk")).order_by().values("practice")
    return Coalesce(Subquery(uses.values(n=Count("pk"))), 0)


def public_practices() -> QuerySet[Practice]:
    """List the approaches that everybody may read, the newest first."""
    rows = Practice.objects.filter(standing=Practice.Standing.PUBLIC)
    in_order = rows.select_related("current").order_by("-current__published_at", "-pk")
    return in_order.annotate(n_uses=n_uses())


def filtered_practices(choice: PracticeFilter) -> QuerySet[Practice]:
    """List the public approaches that were asked for, the newest first."""
    rows = public_practices()
    if choice.challenges is not None:
        rows = rows.filter(current__challenge__in=choice.challenges)
    if choice.gm_codes is not None:
        rows = rows.filter(gm_code__in=choice.gm_codes)
    if choice.stage:
        rows = rows.filter(current__stage=choice.stage)
    if choice.year:
        begins = Q(current__first_year=None) | Q(current__first_year__lte=choice.year)
        ends = Q(current__last_year=None) | Q(current__last_year__gte=choice.year)
        has_years = Q(current__first_year__isnull=False) | Q(current__last_year__isnull=False)
        rows = rows.filter(begins, ends, has_years)
    return rows


def kept_by(choice: PracticeFilter, numbers: Collection[int]) -> set[int]:
    """Keep of these public approaches those that were asked for."""
    rows = filtered_practices(choice).filter(pk__in=numbers)
    return set(rows.order_by().values_list("pk", flat=True))


def titles_of(numbers: Collection[int]) -> dict[int, str]:
    """Give the titles of public approaches, by number."""
    rows = Practice.objects.filter(standing=Practice.Standing.PUBLIC, pk__in=numbers)
    return dict(rows.values_list("pk", "current__title"))


def counts_by_challenge() -> dict[str, int]:
    """Count the public approaches of each opgave that has any."""
    rows = Practice.objects.filter(standing=Practice.Standing.PUBLIC)
    pairs = rows.values_list("current__challenge").annotate(n=Count("pk"))
    return dict(pairs.order_by("current__challenge"))


def counts_of_others(gm_code: str) -> dict[str, int]:
    """Count the public approaches of each opgave that others than a municipality wrote.

    Without a code it counts those of all; invented ones never.
    """
    rows = Practice.objects.filter(standing=Practice.Standing.PUBLIC, example_name="")
    pairs = rows.exclude(gm_code=gm_code).values_list("current__challenge").annotate(n=Count("pk"))
    return dict(pairs.order_by("current__challenge"))


def concerns_by_challenge() -> dict[str, int]:
    """Count the municipalities that say that an opgave concerns them, of each that has any."""
    pairs = ChallengeConcern.objects.values_list("challenge").annotate(n=Count("pk"))
    return dict(pairs.order_by("challenge"))


def codes_concerned(challenge_id: str) -> list[str]:
    """List the municipalities that say that an opgave concerns them."""
    rows = ChallengeConcern.objects.filter(challenge=challenge_id)
    return list(rows.values_list("gm_code", flat=True))


def candidates(challenges: Collection[str]) -> list[Candidate]:
    """List what may be offered to somebody with these opgaven."""
    rows = public_practices().filter(current__challenge__in=challenges).order_by()
    values = rows.values_list("pk", "gm_code", "current__challenge")
    return [
        Candidate(number, place_to_match(code), challenge, n)
        for number, code, challenge, n in values.annotate(n_uses=n_uses())
    ]


def practices_by_number(numbers: Collection[int]) -> dict[int, Practice]:
    """Find public approaches by number."""
    return {one.pk: one for one in public_practices().filter(pk__in=numbers)}


def practice(number: int) -> Practice | None:
    """Find an approach with its version, author and number of uses, whoever may read it."""
    rows = Practice.objects.select_related("current", "author").annotate(n_uses=n_uses())
    return rows.filter(pk=number).first()


def practices_of(gm_code: str) -> QuerySet[Practice]:
    """List all approaches of a municipality, drafts too, what was saved last first."""
    rows = Practice.objects.filter(gm_code=gm_code).select_related("current")
    return rows.annotate(n_uses=n_uses()).order_by("-saved_at", "-pk")


def newest_about(challenge: str, besides: int, most: int) -> list[Practice]:
    """List the newest public approaches of the same opgave."""
    rows = public_practices().filter(current__challenge=challenge)
    return list(rows.exclude(pk=besides)[:most])


def is_used_by(practice: Practice, gm_code: str) -> bool:
    """Whether a municipality says that it uses an approach."""
    return practice.uses.filter(gm_code=gm_code).exists()


def versions(practice: Practice) -> list[PracticeVersion]:
    """List the versions of an approach, the newest first."""
    return list(practice.versions.order_by("-number"))


def newest_with_picture(practice: Practice, digest: str) -> int | None:
    """Give the number of the newest version of an approach that has a picture, if any has."""
    rows = practice.versions.order_by("-number").values_list("number", "pictures")
    having = (n for n, column in rows for one in PlacedPicture.read(column) if one.digest == digest)
    return next(having, None)


def open_calls(kind: str = "", challenge: str = "") -> QuerySet[OpenCall]:
    """List the calls that are open, of one kind or about one opgave if asked, the newest first."""
    rows = OpenCall.objects.filter(closed_at=None).order_by("-made_at", "-pk")
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(challenge=challenge) if challenge else rows


def calls_of(gm_code: str) -> QuerySet[OpenCall]:
    """List the calls of a municipality, also those that closed, the newest first."""
    return OpenCall.objects.filter(gm_code=gm_code).order_by("-made_at", "-pk")


def call(number: int) -> OpenCall | None:
    """Find a call with its author, open or closed."""
    return OpenCall.objects.select_related("author").filter(pk=number).first()


def own_introduction(person: Person, about: Practice | OpenCall) -> Introduction | None:
    """Find what a person asked the author of an approach or a call."""
    place = {"call" if isinstance(about, OpenCall) else "practice": about}
    return Introduction.objects.filter(asker=person, **place).first()


def introduction_by(nonce: str) -> Introduction | None:
    """Find the question that a letter leads to."""
    rows = Introduction.objects.select_related(
        "asker", "practice__author", "practice__current", "call__author"
    )
    return rows.filter(nonce=nonce).first()


def harvest_offer(nonce: str) -> HarvestOffer | None:
    """Find what a letter asks somebody to make an approach of."""
    return HarvestOffer.objects.filter(nonce=nonce).first()


def open_offer(nonce: str, becomes: str) -> HarvestOffer | None:
    """Find what somebody is asked to make this of, and did not answer yet."""
    rows = HarvestOffer.objects.filter(becomes=becomes, is_answered=False)
    return rows.filter(nonce=nonce).first() if nonce else None


def offers_among(sources: Collection[str]) -> set[str]:
    """Keep of these sources those of which somebody was asked to make something."""
    rows = HarvestOffer.objects.filter(source__in=sources)
    return set(rows.values_list("source", flat=True))


def is_offered(source: str) -> bool:
    """Whether somebody was asked to make something of this."""
    return HarvestOffer.objects.filter(source=source).exists()


def contributors() -> QuerySet[Person]:
    """List who contributes, by address."""
    return Person.objects.exclude(gm_code="").filter(is_barred=False).order_by("email")


def domains() -> QuerySet[MemberDomain]:
    """List the mail domains of municipalities and organisations."""
    return MemberDomain.objects.order_by("domain")
