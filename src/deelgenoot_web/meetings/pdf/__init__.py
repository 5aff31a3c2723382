"""Pages of a PDF of a stranger as pictures of ours, made by a process of its own."""
