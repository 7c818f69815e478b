"""Measurements: never tests, because a shared machine's times wobble."""
