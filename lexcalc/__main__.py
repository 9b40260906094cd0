"""``python -m lexcalc`` is the ``lexcalc`` command."""

from lexcalc.cli import main

if __name__ == "__main__":
    main()
