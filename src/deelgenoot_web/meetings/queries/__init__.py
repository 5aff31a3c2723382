"""What pages ask of the rows: each page has one frozen context."""
