"""A PDF as pictures of its pages, made by a process of its own."""
