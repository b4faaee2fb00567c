"""Apache Spark itself, from the folder of « make spark »: a Spark Connect server on loopback for the time of a test or a measure."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

INSTALLE = Path(sys.prefix) / "spark" / "pyspark"
JAVA_MIN = 17
DEMARRAGE = 120.0
# One machine: as many tasks as processors, no page, and no shuffle into two hundred pieces of a few lines.
REGLAGES = {
    "spark.ui.enabled": "false",
    "spark.connect.grpc.binding.address": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
    "spark.log.level": "OFF",
}


def absence() -> str:
    """Why this server cannot be started here; empty when it can."""
    java = shutil.which("java")
    told = subprocess.run([java, "-version"], capture_output=True, text=True).stderr if java else ""
    found = re.search(r'version "(\d+)', told)
    if not found or int(found[1]) < JAVA_MIN:
        return f"Java {JAVA_MIN} ou plus récent n'est pas installé (sous Debian : apt install openjdk-17-jre-headless)"
    if not (INSTALLE / "bin" / "spark-submit").is_file():
        return "Apache Spark n'est pas installé : make spark"
    return ""


@contextlib.contextmanager
def serveur(memoire: str = "2g") -> Iterator[tuple[str, int]]:
    """The address (``sc://…``) and the process of a server that stops at the end. Raises ``RuntimeError`` when it does not start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        options = [
            word for item in {**REGLAGES, "spark.connect.grpc.binding.port": port}.items() for word in ("--conf", "{}={}".format(*item))
        ]
        command = [
            str(INSTALLE / "bin" / "spark-submit"), "--master", "local[*]", "--driver-memory", memoire, *options,
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal",
        ]  # fmt: skip
        log = Path(place) / "spark.log"
        with log.open("wb") as said:
            process = subprocess.Popen(
                command, cwd=place, stdout=said, stderr=said, stdin=subprocess.DEVNULL, start_new_session=True,
                env={**os.environ, "SPARK_HOME": str(INSTALLE), "SPARK_LOCAL_DIRS": place, "SPARK_LOCAL_IP": "127.0.0.1"},
            )  # fmt: skip
        try:
            _wait(process, port, log)
            yield f"sc://127.0.0.1:{port}", process.pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    limit = time.monotonic() + DEMARRAGE
    while process.poll() is None and time.monotonic() < limit:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"Apache Spark ne démarre pas :\n{log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
