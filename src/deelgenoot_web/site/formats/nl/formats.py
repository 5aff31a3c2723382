"""Bare numbers are for machines (an SVG), people read the `number` filter; 10.00 uur."""

DECIMAL_SEPARATOR = "."
TIME_FORMAT = "H.i"
