"""Recipes by name. Each module is imported when its recipe is asked for."""

from importlib import import_module
from typing import Any

from genre_core.errors import ConfigError
from genre_core.recipes.contract import Recipe

__all__ = ["RECIPES", "find_recipe"]

RECIPES: dict[str, str] = {
    "do_nothing": "genre_core.recipes.do_nothing:DoNothing",
    "tfidf_logreg": "genre_core.recipes.tfidf_logreg:TfidfLogreg",
    "plotline": "genre_core.recipes.plotline:Plotline",
    "mlp_bag_of_words": "genre_core.recipes.mlp_bag_of_words:MlpBagOfWords",
    "lstm_glove_cmu12": "genre_core.recipes.lstm_glove_cmu12:LstmGloveCmu12",
    "bilstm_word2vec_summaries": "genre_core.recipes.bilstm_word2vec:BilstmSummaries",
    "bilstm_word2vec_synopses": "genre_core.recipes.bilstm_word2vec:BilstmSynopses",
    "distilbert": "genre_core.recipes.distilbert:DistilBert",
    "lstm_text": "genre_core.recipes.lstm_text:LstmText",
}
"""Name -> module and class."""


def find_recipe(name: str) -> type[Recipe[Any]]:
    """The class of that name; raises ConfigError with all names for one that is not there."""
    if name not in RECIPES:
        raise ConfigError(f"A recipe is one of {', '.join(RECIPES)}; got {name!r}. Choose one.")
    module, _, of_class = RECIPES[name].partition(":")
    return getattr(import_module(module), of_class)
