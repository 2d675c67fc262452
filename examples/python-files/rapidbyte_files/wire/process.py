"""The life of a connector's process: handshake, requests one after the other, sessions beside them, and the end.

The main thread reads stdin and never waits for anything else (IO-6). Requests have one thread, each session has its own,
and one more sends Stats.
"""

import os
import queue
import signal
import sys
import threading
import time
from typing import Iterator, Protocol

from . import connector_pb2 as pb
from .errors import Aborted, ConnectorError, HostGone, ProtocolViolation
from .frames import FrameReader, FrameWriter, agreed_limit
from .log import log_unexpected
from .session import Session
from .usage import process_usage

PROTOCOL_VERSION = 1
STATS_INTERVAL_SECONDS = 1.0
# Below the 10 seconds of IO-4.
RELEASE_SECONDS = 5.0


class Connector(Protocol):
    """What a source and a destination have in common. `handlers` maps a request's name in HostMessage to a method that
    gives the answers; `admit` looks at data on the thread that reads stdin."""

    role: int
    welcome: pb.Welcome

    def spec(self) -> pb.Spec: ...
    def configure(self, request: pb.Configure) -> list[pb.Problem]: ...
    def handle(self, kind: str, request) -> Iterator[pb.ConnectorMessage]: ...
    def serve_session(self, session: Session) -> None: ...
    def admit(self, session: Session, kind: str, data) -> None: ...
    def release(self) -> None: ...


REQUESTS = {
    "check": None,
    "discover": pb.ROLE_SOURCE,
    "plan": pb.ROLE_SOURCE,
    "release": pb.ROLE_SOURCE,
    "begin": pb.ROLE_DESTINATION,
    "publish": pb.ROLE_DESTINATION,
    "forget": None,
}
DATA = ("batch", "stream_schema", "checkpoint", "done")


def serve(connector: Connector) -> None:
    """Runs until the host ends the process. Does not return."""
    # A print of this program or of a library goes to stderr: stdout is the protocol's (IO-1).
    protocol_out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _terminated)
    process = Process(connector, FrameReader(sys.stdin.buffer), FrameWriter(protocol_out))
    code = process.run()
    # Threads may hang in a write or in a file system: they don't keep the process.
    os._exit(code)


def _terminated(_signal, _frame):
    raise HostGone


class Process:
    def __init__(self, connector: Connector, reader: FrameReader, out: FrameWriter):
        self._connector = connector
        self._reader = reader
        self._out = out
        self._sessions: dict[int, Session] = {}
        self._threads: dict[int, threading.Thread] = {}
        self._requests: queue.SimpleQueue = queue.SimpleQueue()
        self._is_answering = threading.Event()
        self._is_configured = False

    def run(self) -> int:
        """The exit code."""
        try:
            self._out.magic()
            self._handshake()
            threading.Thread(target=self._answer_requests, daemon=True).start()
            threading.Thread(target=self._send_stats, daemon=True).start()
            while True:
                message = self._reader.read()
                kind = message.WhichOneof("body")
                if kind == "close":
                    self._end()
                    return 0
                self._dispatch(kind, getattr(message, kind))
        except HostGone:
            self._end()
            return 1
        except ConnectorError as error:  # A violation of the protocol: nothing is resynchronised (FRAME-6).
            self._out.write(error.to_message())
            self._end()
            return 1
        except Exception as error:
            log_unexpected(error)
            self._out.write(_unexpected(error).to_message())
            self._end()
            return 1

    def _end(self) -> None:
        # Without the lock of stdout, which a write that hangs keeps.
        self._out.is_closed = True
        for session in self._sessions.values():
            session.abort()
        deadline = time.monotonic() + RELEASE_SECONDS
        for thread in list(self._threads.values()):
            thread.join(max(0.0, deadline - time.monotonic()))
        # Until a frame that is being written is out: stdout ends between two frames (IO-5).
        self._out.lock.acquire(timeout=max(0.0, deadline - time.monotonic()))
        self._connector.release()

    def _handshake(self) -> None:
        message = self._reader.read()
        if message.WhichOneof("body") != "hello":
            raise ProtocolViolation("unexpected_message", f"{message.WhichOneof('body')} before hello")
        hello = message.hello
        if not hello.min_version <= PROTOCOL_VERSION <= hello.max_version:
            raise ProtocolViolation(
                "version_unsupported",
                f"The host speaks versions {hello.min_version} to {hello.max_version} of the protocol,"
                f" this connector version {PROTOCOL_VERSION} to {PROTOCOL_VERSION}",
            )
        welcome = self._connector.welcome
        self._out.write(pb.ConnectorMessage(welcome=welcome))
        limit = agreed_limit(hello.limits.max_frame_bytes, welcome.limits.max_frame_bytes)
        self._reader.max_frame_bytes = self._out.max_frame_bytes = limit
        self._connector.max_frame_bytes = limit

    def _dispatch(self, kind: str, body) -> None:
        if kind in ("spec", "configure") or kind in REQUESTS:
            if self._is_answering.is_set():
                raise ProtocolViolation("unexpected_message", f"{kind} before the answer to the last request")
            self._is_answering.set()
            self._requests.put((kind, body))
        elif kind == "open":
            self._open(body)
        elif kind == "credit":
            if body.session in self._sessions:
                self._sessions[body.session].grant(body.bytes)
        elif kind == "stop":
            for session in list(self._sessions.values()):
                if body.session in (0, session.id) and not session.is_over:
                    session.abort() if body.abort else session.stop()
        elif kind == "ack":
            pass  # There is nothing that this source would keep until then.
        elif kind in DATA and self._connector.role == pb.ROLE_DESTINATION:
            session = self._session_of_data(body.header.session if kind == "batch" else body.session)
            if session:
                self._connector.admit(session, kind, body)
                session.deliver((kind, body))
        else:
            raise ProtocolViolation("unexpected_message", f"{kind} is not expected by this connector now")

    # Requests

    def _answer_requests(self) -> None:
        while True:
            kind, body = self._requests.get()
            try:
                answers = list(self._answers(kind, body))
            except ConnectorError as error:
                answers = [error.to_message()]
            except Exception as error:
                log_unexpected(error)
                answers = [_unexpected(error).to_message()]
            # Before the answer is out: after it the host may ask again.
            self._is_answering.clear()
            for answer in answers:
                self._out.write(answer)

    def _answers(self, kind: str, body) -> Iterator[pb.ConnectorMessage]:
        role = self._connector.role
        if kind in ("spec", "configure") and body.role != role:
            raise ProtocolViolation("wrong_role", f"This connector is a {pb.Role.Name(role)[5:].lower()}")
        if kind == "spec":
            yield pb.ConnectorMessage(spec=self._connector.spec())
        elif kind == "configure":
            problems = self._connector.configure(body)
            self._is_configured = not any(p.severity == pb.SEVERITY_ERROR for p in problems)
            yield pb.ConnectorMessage(configured=pb.Configured(problems=problems))
        elif REQUESTS[kind] not in (None, role):
            raise ProtocolViolation("wrong_role", f"{kind} is not for a {pb.Role.Name(role)[5:].lower()}")
        elif not self._is_configured:
            raise _not_configured(kind)
        else:
            yield from self._connector.handle(kind, body)

    # Sessions

    def _session_of_data(self, id: int) -> Session | None:
        """None: it is over, and what crosses its end is dropped (SESSION-10)."""
        session = self._sessions.get(id)
        if session is None:
            raise ProtocolViolation("session_unknown", f"Session {id} was never opened")
        return None if session.is_over else session

    def _open(self, request: pb.OpenRequest) -> None:
        if request.session == 0 or not request.context.streams:
            raise ProtocolViolation("malformed_message", "Open without a session or a stream")
        if request.session in self._sessions:
            raise ProtocolViolation("session_in_use", f"Session {request.session} was opened before")
        open_sessions = sum(not session.is_over for session in self._sessions.values())
        session = self._sessions[request.session] = Session(request, self._out)
        if not self._is_configured:
            self._fail(session, _not_configured("open"))
        elif open_sessions >= max(1, self._connector.welcome.max_open_units):
            self._fail(session, ProtocolViolation("too_many_sessions", f"{open_sessions} sessions are open already"))
        else:
            thread = threading.Thread(target=self._serve_session, args=(session,), daemon=True)
            self._threads[session.id] = thread
            thread.start()

    def _serve_session(self, session: Session) -> None:
        try:
            self._connector.serve_session(session)
        except Aborted:
            pass
        except ConnectorError as error:  # What only its own data contradicts ends a session, not the process (FRAME-7).
            self._fail(session, error)
        except Exception as error:
            log_unexpected(error)
            self._fail(session, _unexpected(error))
        finally:
            session.context = None  # Its id stays used for ever, what it was about need not.
            del self._threads[session.id]

    def _fail(self, session: Session, error: ConnectorError) -> None:
        try:
            session.end(error.to_message(session.id))
        except Aborted:
            pass

    def _send_stats(self) -> None:
        """Signs of life (SESSION-11, LIFE-9)."""
        while True:
            time.sleep(STATS_INTERVAL_SECONDS)
            if self._is_answering.is_set():
                self._out.write(pb.ConnectorMessage(stats=process_usage()))
            for session in list(self._sessions.values()):
                session.send_stats()


def _not_configured(kind: str) -> ProtocolViolation:
    return ProtocolViolation("not_configured", f"{kind} before a config was taken")


def _unexpected(error: BaseException) -> ConnectorError:
    """ERROR-2: its text may hold anything, so it goes to stderr only."""
    return ConnectorError("internal", "unexpected", f"The connector met an unforeseen {type(error).__name__}",
                          hint="Its stack is in the connector's log.", commit_state="UNKNOWN")
