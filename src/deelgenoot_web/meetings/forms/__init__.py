"""What people fill in; each form says in plain words what is missing and how to go on."""
