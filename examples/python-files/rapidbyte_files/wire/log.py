"""Logs go to stderr, one JSON object a line (IO-1)."""

import datetime
import json
import sys
import traceback


def log(level: str, message: str, **fields) -> None:
    time = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    sys.stderr.write(json.dumps({"time": time, "level": level, "message": message, **fields}) + "\n")
    sys.stderr.flush()


def log_unexpected(error: BaseException) -> None:
    log("error", f"unexpected: {type(error).__name__}", stack="".join(traceback.format_exception(error)))
