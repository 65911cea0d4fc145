"""Playing a timeline: a pure player, and the one loop that gives it time and keys."""
