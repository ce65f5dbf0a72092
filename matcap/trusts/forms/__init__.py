"""What people send to trusts."""
