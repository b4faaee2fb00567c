"""A Spark Connect server for the time of a command, on loopback: Sail, in this process, without Java."""

import os
from collections.abc import Callable

from ..errors import PlieError

ABSENT = (
    "Ce moteur demande des bibliothèques qui ne sont pas installées.\n"
    "Installez-les avec « make moteurs » (ou pip install 'plie-analysis[spark]'), puis recommencez."
)


def demarrer() -> tuple[str, Callable[[], None]]:
    """Start the server: its address (``sc://…``), and what stops it. Raises ``PlieError`` without its library."""
    # Its journal goes to standard error and may quote what it reads.
    os.environ["RUST_LOG"] = "off"
    try:
        from pysail.spark import SparkConnectServer
    except ImportError as error:
        raise PlieError(ABSENT) from error
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    return f"sc://{host}:{port}", server.stop
