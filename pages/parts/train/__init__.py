"""The parts of the page "How does it learn?"."""
