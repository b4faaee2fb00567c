"""``python -m plie_analysis`` is ``plie``."""

from .cli import main

if __name__ == "__main__":
    main()
