"""Showing a session: on a full screen, or as plain lines. Reading keys, and leaving the terminal as it was found."""
