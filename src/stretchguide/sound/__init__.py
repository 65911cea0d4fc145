"""What a session sounds like."""
