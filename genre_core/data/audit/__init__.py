"""Whether a table of films is fit to teach with and to give away: the open corpus's rules, checked.

A module a kind of rule; ``genre_core.data.audit.report`` calls them all.
"""
