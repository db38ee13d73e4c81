"""Board packs: what a board is given for one meeting, worked out once and frozen."""
