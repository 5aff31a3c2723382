"""Every change to a meeting: one function, one transaction, and then the bell."""
