"""Pictures of visitors: taken by a form, painted anew by a process of its own, served."""
