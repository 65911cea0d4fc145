"""The body as geometry: joint angles to joints, joints to strokes, and the load on the low back. Pure."""
