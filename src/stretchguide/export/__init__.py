"""Routines and stretches as text, Markdown and JSON."""
