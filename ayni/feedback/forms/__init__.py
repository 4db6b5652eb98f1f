"""What is asked of whoever tells us something, and of whoever sees to it."""
