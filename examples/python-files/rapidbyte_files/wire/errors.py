"""Errors as the protocol has them: a category and a stable code to decide on, a message and a hint for people."""

from . import connector_pb2 as pb


class ConnectorError(Exception):
    """Ends the request or the session that raises it."""

    def __init__(self, category: str, code: str, message: str, *, hint="", path="", stream="", column="",
                 retryable=False, commit_state="BEFORE"):
        super().__init__(message)
        self.category = pb.ErrorCategory.Value(f"ERROR_CATEGORY_{category.upper()}")
        self.code = code
        self.fields = {"message": message, "hint": hint, "path": path, "stream": stream, "column": column,
                       "retryable": retryable,
                       "commit_state": pb.CommitState.Value(f"COMMIT_STATE_{commit_state}")}

    def to_message(self, session: int = 0) -> pb.ConnectorMessage:
        error = pb.Error(session=session, category=self.category, code=self.code, **self.fields)
        return pb.ConnectorMessage(error=error)


class ProtocolViolation(ConnectorError):
    """The host has broken the protocol: ends the process (FRAME-6)."""

    def __init__(self, code: str, message: str):
        super().__init__("protocol", code, message)


class HostGone(Exception):
    """stdin has ended without Close, or SIGTERM has come (IO-4)."""


class Aborted(Exception):
    """The session was aborted: nothing of it is sent any more (STOP-2)."""


def problem(category: str, code: str, message: str, *, severity="ERROR", **fields) -> pb.Problem:
    return pb.Problem(severity=pb.Severity.Value(f"SEVERITY_{severity}"),
                      category=pb.ErrorCategory.Value(f"ERROR_CATEGORY_{category.upper()}"),
                      code=code, message=message, **fields)


def display(name: pb.StreamName) -> str:
    """As a user writes it: quoted where SQL would want it."""
    def part(text: str) -> str:
        plain = text and (text[0].isalpha() or text[0] == "_") and text == text.lower() and text.isascii()
        if plain and text.replace("_", "a").isalnum():
            return text
        return '"' + text.replace('"', '""') + '"'
    return f"{part(name.namespace)}.{part(name.name)}" if name.namespace else part(name.name)
