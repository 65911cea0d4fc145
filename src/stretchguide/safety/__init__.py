"""What the safety check knows: which movements a stretch asks for, in its words. Pure."""
