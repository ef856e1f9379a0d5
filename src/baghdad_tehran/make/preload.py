"""Imported once by the process that workers are forked from: reads the rules there, so that no worker need read them again."""

import gc
import os
import threading

from ..errors import Problem
from ..location import rules_root
from .batches import Printer


def _end_with_parent(parent: int, done: threading.Event) -> None:
    while not done.wait(0.2):
        if os.getppid() != parent:
            os._exit(1)


def _read_rules() -> None:
    """Reading takes seconds: if whoever wants the rules ends meanwhile, so does this. No thread is left to be forked."""
    done = threading.Event()
    watch = threading.Thread(target=_end_with_parent, args=(os.getppid(), done))
    watch.start()
    try:
        Printer("json", rules_root()).prepare()
    except (Problem, OSError):
        pass  # whoever is to use them says so
    finally:
        done.set()
        watch.join()
    gc.freeze()  # a collection in a worker would copy what all of them share


_read_rules()
