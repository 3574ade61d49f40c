"""``python -m nurie`` does the same as ``nurie``."""

from nurie.cli import main

if __name__ == "__main__":
    main()
