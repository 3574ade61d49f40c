"""``nurie`` and ``python -m nurie``: the command line, and what Ctrl-C does before and after it."""

import signal
import sys


def main() -> None:
    """Run the command line and exit; Ctrl-C is one line and exit code 130 also while modules are imported."""
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, stop)
    try:
        from nurie import cli

        cli.main()
    except SystemExit:
        raise
    except BaseException:  # C code that is stopped in the middle of an import raises errors of its own
        if not asked:
            raise
        print("nurie: stopped.", file=sys.stderr)
        raise SystemExit(130) from None
    finally:
        if asked:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is said, and the way out is short


if __name__ == "__main__":
    main()
