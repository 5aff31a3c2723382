"""Files of strangers as pictures of ours, made by a process of its own: pages of a PDF, a photo."""
