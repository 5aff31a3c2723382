"""Nine questions of a strategist: at most three clicks, and the answer in the first screen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

MOST_STEPS = 3
COMPILES = 240_000
"""Milliseconds: the worker may still have to compile what it needs."""
BUSY = 30_000
"""Milliseconds for a page on a machine that does much else."""
SCREENS = {"desk": (1440, 900), "phone": (390, 844)}


@dataclass
class Strategist:
    """Somebody who begins at the home page and only clicks and types; counts the steps."""

    page: Page
    steps: int = 0

    @property
    def has_phone(self) -> bool:
        """Whether the main menu is folded."""
        return self.page.get_by_text("Menu", exact=True).is_visible()

    def find_municipality(self, name: str) -> None:
        """Type a name in the box of the home page."""
        box = self.page.get_by_role("combobox", name="Uw gemeente")
        box.fill(name)
        box.press("Enter")
        expect(self.page.get_by_role("heading", level=1, name=name, exact=True)).to_be_visible(
            timeout=BUSY
        )
        self.steps += 1

    def follow(self, name: str | re.Pattern[str], within: str = "main", role: str = "link") -> None:
        """Click the first link, or another thing, of that name."""
        is_whole = isinstance(name, str)
        self.page.locator(within).get_by_role(role, name=name, exact=is_whole).first.click()  # type: ignore[arg-type]
        self.steps += 1

    def follow_menu(self, name: str) -> None:
        """Choose from the main menu, which a phone has to open first."""
        if self.has_phone:
            self.follow_summary("Menu")
        self.page.get_by_role("navigation").get_by_role("link", name=name).locator(
            "visible=true"
        ).first.click()
        self.steps += 1

    def follow_summary(self, words: str) -> None:
        """Open a fold."""
        self.page.locator("summary", has_text=words).first.click()
        self.steps += 1


def find_peers_on_housing(visitor: Strategist) -> Locator:
    visitor.find_municipality("Gouda")
    visitor.follow("Meer gesprekspartners")
    visitor.follow("Woningmarkt")
    return visitor.page.locator(".peer__name").first


def ask_why_not_another_cluster(visitor: Strategist) -> Locator:
    visitor.find_municipality("Rijswijk")
    visitor.follow("Waarom dit cluster")
    visitor.follow(re.compile("^Voorstad"), within="#waarom")
    return visitor.page.locator("#waarom p", has_text="Voorstad").first


def see_shared_opgaven(visitor: Strategist) -> Locator:
    visitor.follow("Stad in transitie")
    visitor.follow("Opgaven", within=".contents")
    return visitor.page.locator("#opgaven .shared__group + *").first


def take_something_for_the_alderman(visitor: Strategist) -> Locator:
    visitor.find_municipality("Gouda")
    return visitor.page.get_by_role("link", name="twee pagina’s voor de wethouder")


def follow_the_development(visitor: Strategist) -> Locator:
    visitor.find_municipality("Gouda")
    visitor.follow("Ontwikkeling", within=".contents")
    return visitor.page.locator(".development__words", has_text="het cluster").first


def search_a_subject(visitor: Strategist) -> Locator:
    visitor.follow_summary("Zoek")
    box = visitor.page.locator(".header__search input[type=search]")
    box.fill("criminaliteit")
    suggestion = visitor.page.get_by_role("option", name="criminaliteit").locator("span").first
    expect(suggestion).to_have_css("clip-path", "none")  # a phone hides the word of the glass alone
    box.press("Enter")
    visitor.steps += 1
    return visitor.page.get_by_role("link", name="Geregistreerde misdrijven")


def share_on_a_phone(visitor: Strategist) -> Locator:
    visitor.find_municipality("Gouda")
    visitor.follow("Deel deze pagina", role="button")
    return visitor.page.get_by_role("button", name="Adres gekopieerd")


def change_the_weights(visitor: Strategist) -> Locator:
    visitor.follow_menu("Werkbank")
    visitor.page.wait_for_selector("[data-part=picture] svg", timeout=COMPILES)
    visitor.page.get_by_role("slider", name="Woningmarkt").press("ArrowRight")
    visitor.steps += 1
    expect(visitor.page).to_have_url(re.compile("w=1211111"), timeout=BUSY)
    return visitor.page.locator(".bench__head .lead" if visitor.has_phone else "#veranderd")


def take_the_data(visitor: Strategist) -> Locator:
    visitor.find_municipality("Gouda")
    visitor.follow("Alle cijfers", within=".contents")
    return visitor.page.get_by_role("link", name="voor een rekenblad (xlsx)").first


TASKS: tuple[Callable[[Strategist], Locator], ...] = (
    find_peers_on_housing,
    ask_why_not_another_cluster,
    see_shared_opgaven,
    take_something_for_the_alderman,
    follow_the_development,
    search_a_subject,
    share_on_a_phone,
    change_the_weights,
    take_the_data,
)


@pytest.fixture(scope="module", params=SCREENS)
def strategist(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page on a desk or on a phone."""
    width, height = SCREENS[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, base_url=site)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_a_strategist_has_an_answer_in_three_steps(
    strategist: Page, task: Callable[[Strategist], Locator]
) -> None:
    strategist.goto("/")
    visitor = Strategist(strategist)
    answer = task(visitor)
    expect(answer).to_be_in_viewport(timeout=BUSY)
    assert visitor.steps <= MOST_STEPS
