// What every page loads. Everything works without it; it makes some things quicker.
