"""What a person writes: stored through the sheet at once, kept as typed where a disk refuses. No Qt."""
