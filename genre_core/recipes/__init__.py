"""Recipes: whole systems, ours and those of others, by one contract and judged on the same films."""
