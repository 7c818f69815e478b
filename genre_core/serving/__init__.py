"""The predictor over HTTP, for those who are not a browser; needs requirements-serve.txt."""
