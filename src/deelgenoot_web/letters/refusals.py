"""What a mail server refuses for good: the address of a letter, the letter, or us who send it.

Its enhanced code says which (RFC 3463). Where it gives none, its words have to.
"""

import re

_CODE = re.compile(r"\s*(5\.\d{1,3}\.\d{1,3})\b")
_CODE_OF_ADDRESS = re.compile(r"5\.1\.(?![789]$)\d+|5\.2\.1")
_CODE_OF_US = re.compile(r"5\.7\.\d+|5\.1\.[789]")
"""Policy and authentication; 5.1.7 to 5.1.9 are about the address of the sender."""
_WORDS_OF_US = re.compile(
    r"relay|sender|authenticat|denied|prohibit|polic|block|black|spam|reputation|client host"
    r"|\b(dnsbl|rbl|spf|dkim|dmarc|ptr|dns|helo|ehlo)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S+@\S+")


def is_of_address(reply: str) -> bool:
    """Whether `reply`, without its first three digits, says that the address takes no mail."""
    if code := _CODE.match(reply):
        return _CODE_OF_ADDRESS.fullmatch(code[1]) is not None
    return not is_of_us(reply)


def is_of_us(reply: str) -> bool:
    """Whether `reply`, without its first three digits, is about who sends, whatever the address."""
    if code := _CODE.match(reply):
        return _CODE_OF_US.fullmatch(code[1]) is not None
    return _WORDS_OF_US.search(_ADDRESS.sub("", reply)) is not None
