"""``python -m genre_core``."""

from genre_core.cli.app import main

if __name__ == "__main__":
    main()
