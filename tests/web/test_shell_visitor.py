"""The visitor itself: every rule finds what it is there for, and nothing in a sound page."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from tests.web.quick_soup import read_html
from tests.web.visitor import Visitor

pytestmark = pytest.mark.urls(__name__)

SOUND = (
    '<!doctype html><html lang="nl"><head><title>Kop · deelgenoot</title></head>'
    '<body><h1>Kop</h1><a href="#x">naar x</a><p id="x">tekst</p></body></html>'
)


def shows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.GET["html"])


def hands_out_a_cookie(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(SOUND)
    answer.set_cookie("follows", "you")
    return answer


def allows_everything(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SOUND, headers={"Content-Security-Policy": "script-src 'unsafe-inline'"})


urlpatterns = [
    path("page/", shows),
    path("en/page/", shows),
    path("cookie/", hands_out_a_cookie),
    path("open/", allows_everything),
]


@pytest.mark.urls("deelgenoot_web.site.urls")
@pytest.mark.parametrize("address", ["/", "/en/method/", "/vergelijken/?g=zutphen", "/nergens/"])
def test_pages_are_read_as_by_the_usual_parser(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    usual = BeautifulSoup(html, "html.parser")
    assert read_html(html) == usual
    assert read_html(html, "main").select_one("#main") == usual.select_one("#main")


def test_what_stands_in_comments_attributes_and_scripts_is_no_tag() -> None:
    html = (
        "<!doctype html><!-- <b> --><p title='a > \"b\" &amp; c' hidden>x &lt; y<br>z</p>"
        '<script>if (a < b) "<i>&amp;</i>"</script><input value=1><b>end</b>'
    )
    assert read_html(html) == BeautifulSoup(html, "html.parser")


def test_a_sound_page_is_given_as_it_is(page: Visitor) -> None:
    assert page("/page/", html=SOUND).select_one("#x")
    assert page.last.status_code == 200


def test_what_differs_in_more_than_a_value_is_validated_anew(page: Visitor) -> None:
    sound = SOUND.replace("</h1>", "</h1><h2>Twee</h2>")
    page("/page/", html=sound)
    with pytest.raises(AssertionError, match="invalid HTML"):
        page("/page/", html=sound.replace("</h2>", "</h3>"))


@pytest.mark.parametrize(
    ("sound", "wrong", "problem"),
    [
        ("</p>", "</p></p>", "invalid HTML"),
        ("<h1>Kop</h1>", "", "0 h1 elements"),
        ("<h1>Kop</h1>", "<h1>Kop</h1><h1>Kop</h1>", "2 h1 elements"),
        ("<h1>Kop</h1>", "<h1>Anders</h1>", "does not begin with the h1 'Anders'"),
        ("</h1>", "</h1><h3>Dieper</h3>", "an h3 follows an h1"),
        ("<p id", '<p id="x"></p><p id', "id 'x' stands 2 times"),
        ('href="#x"', 'href="#y"', "#y leads nowhere"),
        ('href="#x"', 'href="/weg/"', "/weg/ is no address of the site"),
        ('href="#x"', 'href="JavaScript:x()"', "a script as address"),
        ("naar x", "", "nothing says what this is"),
        ("tekst", "<button></button>", "nothing says what this is"),
        ("tekst", '<svg role="img"><text>B</text></svg>', "nothing says what this is"),
        ("tekst", '<img src="/static/x.png">', "an image without alt"),
        ("tekst", '<input name="q">', "a field without label"),
        (
            "tekst",
            '<input aria-describedby="z" aria-label="q">',
            "aria-describedby='z' leads nowhere",
        ),
        ("tekst", '<b style="color:red">x</b>', "an attribute style on <b>"),
        ("tekst", '<b onclick="x()">x</b>', "an attribute onclick on <b>"),
        ("tekst", "<script>x()</script>", "an inline <script>"),
        ("</title>", "</title><style>b{}</style>", "an inline <style>"),
        ('lang="nl"', 'lang="en"', "the language is not nl"),
    ],
)
def test_what_no_page_may_have_is_found(
    page: Visitor, sound: str, wrong: str, problem: str
) -> None:
    assert sound in SOUND
    with pytest.raises(AssertionError) as found:
        page("/page/", html=SOUND.replace(sound, wrong, 1))
    assert problem in str(found.value)


def test_under_en_a_page_must_be_english(page: Visitor) -> None:
    with pytest.raises(AssertionError, match="the language is not en"):
        page("/en/page/", html=SOUND)


def test_a_cookie_is_found(page: Visitor) -> None:
    with pytest.raises(AssertionError, match="sets a cookie: follows"):
        page("/cookie/")


def test_a_policy_that_allows_too_much_is_found(page: Visitor) -> None:
    with pytest.raises(AssertionError, match="no strict Content-Security-Policy"):
        page("/open/")


def test_another_status_than_expected_is_found(page: Visitor) -> None:
    with pytest.raises(AssertionError, match="answers 200"):
        page("/page/", status=404, html=SOUND)


@pytest.mark.parametrize(
    "inside",
    [
        '<label for="q">Zoek</label><input id="q" name="q">',
        "<label>Zoek <input></label>",
        '<input aria-label="Zoek">',
        '<input type="hidden" name="q">',
        '<script type="application/ld+json">{}</script>',
        '<a href="/static/x.png"><img alt="Kaart" src="/static/x.png"></a>',
        '<svg role="img" aria-label="Kaart"></svg>',
        '<a href="https://elders.example/">elders</a>',
    ],
)
def test_what_a_page_may_have_passes(page: Visitor, inside: str) -> None:
    page("/page/", html=SOUND.replace("tekst", inside))
