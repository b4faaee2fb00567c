"""Whole families of processes ended at once: whoever started them still learns how they ended."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from plie_analysis import enfants
from tests.arret import attendre, processus

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")

CHEF = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7) if {obeit} else None)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("prêt", flush=True)
while True:
    time.sleep(0.05)
"""


@pytest.mark.parametrize(("obeit", "code"), [(True, 7), (False, -signal.SIGKILL)])
def test_a_family_ends_and_its_code_stays_to_who_started_it(obeit, code):
    chef = processus(sys.executable, "-c", CHEF.format(obeit=obeit))
    assert chef.stdout.readline() == "prêt\n"
    (petit,) = psutil.Process(chef.pid).children()
    enfants.end_families([chef.pid], delay=3.0 if obeit else 0.3)
    chef.communicate(timeout=5)
    assert chef.returncode == code
    attendre(lambda: not petit.is_running() or petit.status() == psutil.STATUS_ZOMBIE, 5)


def test_a_family_that_is_gone_is_no_error():
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    enfants.end_families([gone.pid])
    assert gone.returncode == 0
