"""One reader a format; ``genre_core.data.read`` finds the one that fits."""
