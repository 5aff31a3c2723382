"""What people fill in, read and checked before anything changes."""
