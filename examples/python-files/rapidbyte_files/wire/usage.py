"""What this process uses, for Stats."""

import os
import resource
import sys
import time

from . import connector_pb2 as pb


def process_usage() -> pb.Stats:
    return pb.Stats(cpu_ms=time.process_time() * 1000, memory_bytes=_memory_bytes())


def _memory_bytes() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
