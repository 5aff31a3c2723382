"""One address of every kind of page, for what must hold on all of them."""

from django.urls import translate_url
from django.utils import translation
from playwright.sync_api import Page
from tests.web.live_site import LiveSite

KINDS = {
    "home": "/",
    "clusters": "/clusters/",
    "cluster": "/clusters/landelijke-stad/",
    "handelingsperspectief": "/clusters/stad-in-transitie/handelingsperspectief/",
    "handelingsperspectief-alle": "/clusters/alle/handelingsperspectief/",
    "opgaven": "/opgaven/",
    "opgave": "/opgaven/energietransitie/",
    "aanpakken": "/aanpakken/",
    "aanpakken-voor": "/aanpakken/voor/heerlen/",
    "gemeenten": "/gemeenten/",
    "gemeente": "/gemeenten/zutphen/",
    "gemeente-buiten-de-selectie": "/gemeenten/amsterdam/",
    "zoeken": "/zoeken/?q=zutfen",
    "vergelijken": "/vergelijken/?g=zutphen&g=roermond&g=heerlen",
    "vergelijken-leeg": "/vergelijken/",
    "themas": "/themas/",
    "thema": "/themas/voorzieningen/",
    "kenmerken": "/kenmerken/",
    "kenmerk": "/kenmerken/eigen/",
    "methode": "/methode/",
    "stevigheid": "/methode/stevigheid/",
    "door-de-tijd": "/methode/door-de-tijd/",
    "andere-indeling": "/methode/andere-indeling/",
    "data": "/data/",
    "grafiek": "/grafieken/map/clusters/",
    "dias": "/clusters/stad-in-transitie/dias/",
    "kader-kaart": "/insluiten/kaart/",
    "kader-gemeente": "/insluiten/gemeenten/zutphen/",
    "werkbank": "/werkbank/",
    "werkbank-uitkomst": "/werkbank/uitkomst/?k=5",
    "colofon": "/colofon/",
    "privacy": "/privacy/",
    "werkbank-trekkracht": "/werkbank/trekkracht/",
    "cookies": "/cookies/",
    "toegankelijkheid": "/toegankelijkheid/",
    "niet-gevonden": "/gemeenten/atlantis/",
}
# The main screens of the example session, as its organiser opens them.
SCREENS = {
    "voorbeeld": "/voorbeeld/",
    "uitnodiging": "/bijeenkomsten/voorbeeld/",
    "aangemeld": "/bijeenkomsten/voorbeeld/aangemeld/",
    "meedoen": "/bijeenkomsten/voorbeeld/mee/",
    "groep": "/bijeenkomsten/voorbeeld/groep/1/",
    "regie": "/bijeenkomsten/voorbeeld/regie/",
    "groot-scherm": "/bijeenkomsten/voorbeeld/scherm/",
    "verslag": "/bijeenkomsten/voorbeeld/verslag/",
    "aanpak": "/aanpakken/1/",
    "aanpak-versies": "/aanpakken/1/versies/",
    "van-ons": "/aanpakken/van-ons/",
    "aanpak-opgaven": "/aanpakken/opgaven/",
    "aanpak-opgave": "/aanpakken/opgaven/gemeente-1/",
    "volgen": "/aanpakken/volgen/",
    "beheer": "/beheer/voorbeeld/",
    "beheer-uitnodiging": "/beheer/voorbeeld/uitnodiging/",
    "beheer-peilingen": "/beheer/voorbeeld/peilingen/",
    "beheer-aanmeldingen": "/beheer/voorbeeld/aanmeldingen/",
}
OF_A_PARTICIPANT = ("meedoen", "groep")


def enter_example(page: Page, site: LiveSite) -> str:
    """Enter the example as its organiser; return what makes an address one of a participant."""
    page.context.add_cookies([site.access])
    page.goto(f"{site.address}/voorbeeld/")
    page.get_by_role("button", name="Organisator", exact=True).click()
    page.goto(f"{site.address}/voorbeeld/")
    played = page.get_by_role("link", name="Deelnemer 1 ").first.get_attribute("href") or ""
    return "/".join(played.split("/")[:3])


def path_of(kind: str, language: str = "nl", participant: str = "") -> str:
    """Give the path of a page, or of a screen, in a language."""
    path = (KINDS | SCREENS)[kind]
    if language != "nl":
        with translation.override("nl"):
            path = translate_url(path, language)
    return participant + path if kind in OF_A_PARTICIPANT else path
