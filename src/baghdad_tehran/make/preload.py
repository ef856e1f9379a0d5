"""Imported once by the process that workers are forked from: reads the rules there, so that no worker need read them again."""

import gc
import os
import sys
import threading
from types import TracebackType

from ..errors import Problem
from ..location import rules_root
from .batches import Printer
from .pool import STARTED_BY


def _end_with_parent(parent: int, done: threading.Event) -> None:
    while os.getppid() == parent:
        if done.wait(0.2):
            return
    os._exit(1)


def _read_rules() -> None:
    """Reading takes seconds: if whoever wants the rules ends meanwhile, so does this. No thread is left to be forked."""
    done = threading.Event()
    parent = int(os.environ.pop(STARTED_BY, 0)) or os.getppid()
    watch = threading.Thread(target=_end_with_parent, args=(parent, done))
    watch.start()
    try:
        Printer("json", rules_root()).prepare()
    except (Problem, OSError):
        pass  # whoever is to use them says so
    finally:
        done.set()
        watch.join()
    gc.freeze()  # a collection in a worker would copy what all of them share


def _end_quietly(kind: type[BaseException], error: BaseException, where: TracebackType | None) -> None:
    """Whoever asks for a worker may be interrupted before it has said so: then there is nobody to tell."""
    if not issubclass(kind, EOFError):
        sys.__excepthook__(kind, error, where)


sys.excepthook = _end_quietly
_read_rules()
