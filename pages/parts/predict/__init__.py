"""The parts of the page "What genre is this plot?"."""
