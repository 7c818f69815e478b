"""The reviewed table of raw genre names, as a frame to look things up in."""

import pandas as pd

from genre_core.genres import CMU_TABLE, clean_cmu_genres

__all__ = ["cmu_genre_names"]


def cmu_genre_names() -> pd.DataFrame:
    """``raw, films, became, reason`` of the 363 names of the CMU corpus, most frequent first.

    ``became`` joins our genres by commas, "" where the name is none of them, and ``reason`` then
    says why. Raises CorpusError when the table is missing or damaged.
    """
    clean_cmu_genres([])  # It checks every row and says what is wrong.
    table = pd.read_csv(CMU_TABLE, dtype={"films": "int64"}, keep_default_na=False)
    became = table["genres"].str.replace("|", ", ", regex=False)
    frame = table.assign(became=became)[["raw", "films", "became", "reason"]]
    return frame.sort_values("films", ascending=False, kind="stable", ignore_index=True)
