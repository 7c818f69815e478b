"""Scoring a catalogue: tables of any size in, a folder of parts out, by one process or by a cluster."""

from genre_core.scoring.run import ENGINES, PLOTS_A_PART, CatalogueReport, score_catalogue

__all__ = ["ENGINES", "PLOTS_A_PART", "CatalogueReport", "score_catalogue"]
