"""Corpora: the catalogue of those with a name, their download, and readers for every format.

Nothing is imported here, so that listing the catalogue does not wait for pandas.
"""
