"""What the configs of both roles have in common."""

import json
from typing import Protocol

from .wire import connector_pb2 as pb
from .wire.errors import problem


class Wrong(Protocol):
    def __call__(self, path: str, message: str, hint: str = "") -> None: ...


def read_document(text: str, options, example: str) -> tuple[dict, str, Wrong, list[pb.Problem]]:
    """The config as an object, its folder, what notes a problem, and the problems so far. Reaches no file system (LIFE-4)."""
    problems: list[pb.Problem] = []

    def wrong(path: str, message: str, hint: str = "") -> None:
        problems.append(problem("config", "config_invalid", message, path=path, hint=hint))

    try:
        raw = json.loads(text or "{}")
    except ValueError:
        raw = None
    if not isinstance(raw, dict):
        wrong("", "The config is not a JSON object")
        return {}, "", wrong, problems
    for key in raw.keys() - options:
        wrong(key, f"There is no option {key}", f"Options are {', '.join(options)}.")
    path = raw.get("path")
    if not isinstance(path, str) or not path or "\0" in path:
        wrong("path", "path must be the path of a folder", f"For example: path: {example}")
        path = ""
    return raw, path, wrong, problems
