"""One address of every kind of page, for what must hold on all of them."""

KINDS = {
    "home": "/",
    "clusters": "/clusters/",
    "cluster": "/clusters/landelijke-stad/",
    "opgaven": "/opgaven/",
    "opgave": "/opgaven/energietransitie/",
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
    "data": "/data/",
    "cookies": "/cookies/",
    "toegankelijkheid": "/toegankelijkheid/",
    "niet-gevonden": "/gemeenten/atlantis/",
}
