"""An address as a picture that a phone can read."""

from functools import lru_cache

import segno
from django.utils.safestring import SafeString


@lru_cache(maxsize=64)
def svg(address: str) -> SafeString:
    """Draw the QR code of an address as an SVG without a size of its own, always dark on light."""
    code = segno.make_qr(address, error="m")
    return SafeString(code.svg_inline(omitsize=True, border=2, light="#ffffff"))
