"""Signing in with a real browser: by the code of the letter, and at an identity provider."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.layout import faults
from tests.web import small_provider
from tests.web.axe import violations
from tests.web.live_site import SERVE, LiveSite

EMAIL = "ada@town.example"


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A site that knows one person, and a provider at which she signs in too."""
    with small_provider.provider() as server:
        settings = {
            "DEELGENOOT_OIDC_ISSUER": server.issuer,
            "DEELGENOOT_OIDC_CLIENT": small_provider.CLIENT,
            "DEELGENOOT_OIDC_SECRET": small_provider.SECRET,
            "DEELGENOOT_OIDC_NAME": "de stad",
        }
        site = LiveSite(tmp_path_factory.mktemp("doors"), settings)
        site.set_up(looks=True)
        admin = [SERVE, "admin", EMAIL]
        subprocess.run(admin, env=site.environment, check=True, stdout=subprocess.PIPE)
        site.start()
        yield site
        site.stop()


@pytest.fixture
def sign_in(browser: Browser, doors: LiveSite) -> Iterator[Page]:
    """The page to sign in, without scripts, on a telephone."""
    context = browser.new_context(viewport={"width": 360, "height": 780}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{doors.address}/inloggen/")
    yield page
    context.close()


def test_the_code_of_the_letter_is_typed_where_one_asked(sign_in: Page, doors: LiveSite) -> None:
    sign_in.get_by_label("E-mailadres").fill(EMAIL)
    sign_in.keyboard.press("Enter")
    expect(sign_in.get_by_label("Code uit de e-mail")).to_be_visible()
    other = sign_in.context.browser
    assert other
    mailbox = other.new_context()
    mailbox.add_cookies([doors.access])
    letters = mailbox.request.get(f"{doors.address}/postvak/").text()
    mailbox.close()
    code = re.search(r"\d{4} \d{4}", letters)
    assert code
    sign_in.get_by_label("Code uit de e-mail").fill(code[0])
    sign_in.keyboard.press("Enter")
    expect(sign_in).to_have_url(f"{doors.address}/account/")


def test_the_button_of_the_provider_leads_there_and_back(sign_in: Page, doors: LiveSite) -> None:
    sign_in.get_by_role("button", name="Log in met de stad").click()
    expect(sign_in).to_have_url(f"{doors.address}/account/")
    expect(sign_in.get_by_text("Ingelogd als")).to_be_visible()


def test_the_page_that_asks_the_code_is_for_everybody(browser: Browser, doors: LiveSite) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 780})
    page.goto(f"{doors.address}/inloggen/")
    page.get_by_label("E-mailadres").fill("nobody@town.example")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code uit de e-mail")).to_be_visible()
    assert violations(page) == []
    assert faults(page) == {}
    page.close()
