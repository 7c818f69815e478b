"""The parts of the page "What does the model get to see?"."""
