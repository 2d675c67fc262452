"""One open unit: what the thread that moves it and the thread that reads stdin share."""

import collections
import threading
import time

from . import connector_pb2 as pb
from .errors import Aborted, ProtocolViolation, display
from .frames import FrameWriter
from .usage import process_usage


class Session:
    """The thread that moves the unit calls `send`, `receive` and `take_credit`; each raises Aborted once the host has
    aborted the session, so that the thread unwinds and releases what it holds."""

    def __init__(self, request: pb.OpenRequest, out: FrameWriter):
        self.id = request.session
        self.context = request.context
        self.stats = pb.Stats(session=self.id)
        self._out = out
        self._changed = threading.Condition()
        self._inbox: collections.deque = collections.deque()
        self._credit_bytes = 0
        # Of a destination, from the moment at which it grants.
        self.balance: Balance | None = None
        self._is_stopped = False
        self._is_aborted = False
        self.is_over = False

    @property
    def stream(self) -> pb.StreamSpec:
        return self.context.streams[0]

    @property
    def stream_text(self) -> str:
        return display(self.stream.name)

    # From the thread that reads stdin.

    def deliver(self, message) -> None:
        with self._changed:
            self._inbox.append(message)
            self._changed.notify_all()

    def grant(self, count: int) -> None:
        with self._changed:
            self._credit_bytes += count
            self._changed.notify_all()

    def stop(self) -> None:
        with self._changed:
            self._is_stopped = True
            self._changed.notify_all()

    def abort(self) -> None:
        # Without the lock of stdout: this thread must not wait behind a write.
        with self._changed:
            self._is_aborted = self.is_over = True
            self._inbox.clear()
            self._changed.notify_all()

    # From the session's own thread.

    @property
    def is_stopped(self) -> bool:
        """Whether the session shall end at the next possible checkpoint (STOP-1)."""
        return self._is_stopped

    def send(self, message: pb.ConnectorMessage) -> None:
        with self._out.lock:
            if self._is_aborted:
                raise Aborted
            self._out.write(message)

    def end(self, message: pb.ConnectorMessage) -> None:
        """The session's last message."""
        with self._out.lock:
            if message.WhichOneof("body") != "error":
                self.send_stats()
            self.send(message)
            self.is_over = True

    def receive(self):
        """The next data message; waits for it."""
        with self._changed:
            self._wait("wait_input_ms", lambda: self._inbox)
            return self._inbox.popleft()

    def take_credit(self, count: int) -> bool:
        """Waits until a batch of `count` bytes may be sent (CREDIT-2). False: the session is to stop instead."""
        with self._changed:
            self._wait("wait_credit_ms", lambda: self._credit_bytes > 0 or self._is_stopped)
            if self._is_stopped:
                return False
            self._credit_bytes -= count
            return True

    def _wait(self, figure: str, is_ready) -> None:
        # No deadline of its own: the end of stdin, Close and an aborting Stop all abort the session.
        started = time.monotonic()
        self._changed.wait_for(lambda: self._is_aborted or is_ready())
        self.add_wait(figure, time.monotonic() - started)
        if self._is_aborted:
            raise Aborted

    def add_wait(self, figure: str, seconds: float) -> None:
        setattr(self.stats, figure, getattr(self.stats, figure) + seconds * 1000)

    def send_stats(self) -> None:
        with self._out.lock:
            if not self.is_over:
                self.stats.MergeFrom(process_usage())
                self._out.write(pb.ConnectorMessage(stats=self.stats))


class Balance:
    """What a destination has granted in a session and not yet received (CREDIT-3)."""

    def __init__(self, window_bytes: int):
        self.window_bytes = window_bytes
        self._lock = threading.Lock()
        self._granted = window_bytes

    def spend(self, count: int) -> None:
        with self._lock:
            if self._granted <= 0:
                raise ProtocolViolation("credit_exceeded", "A batch without credit")
            self._granted -= count

    def grant(self, count: int) -> None:
        with self._lock:
            self._granted += count
