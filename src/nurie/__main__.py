"""``nurie`` and ``python -m nurie``: the command line, and what Ctrl-C does before and after it."""

import signal
import sys


def main() -> None:
    """Run the command line and exit; Ctrl-C is one line and exit code 130 also while modules are imported.

    Once the command line has ended, Ctrl-C changes nothing: all is written, and the exit code says so.
    """
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, stop)
    try:
        try:
            from nurie import cli

            cli.main()
        finally:
            if ours:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
    except SystemExit:
        raise
    except BaseException:  # C code that is stopped in the middle of an import raises errors of its own
        if not asked:
            raise
        print("nurie: stopped.", file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
