"""A unit on its way: batches by credit, checkpoints, the end."""

import time

import pyarrow as pa

from ..wire import connector_pb2 as pb
from ..wire.arrow import decode_schema, encode_batch, encode_schema
from ..wire.errors import ConnectorError
from ..wire.session import Session
from .config import Config
from .plan import decode_token
from .reading import read_batches
from .streams import Stream

DEFAULT_BATCH_BYTES = 1 << 20
# What a frame holds beside the body: the envelope, the header.
FRAME_OVERHEAD_BYTES = 8 << 10


class ReaderSession:
    def __init__(self, session: Session, stream: Stream, config: Config, max_frame_bytes: int):
        self._session = session
        self._stream = stream
        self._config = config
        self._max_body_bytes = max_frame_bytes - FRAME_OVERHEAD_BYTES
        self._rows = self._bytes = self._sequence = self._checkpoints = 0
        self._since = (0, 0, time.monotonic())

    def run(self) -> None:
        session = self._session
        context = session.context
        schema = decode_schema(session.stream.arrow_schema)
        parts = decode_token(context.unit.token, self._stream)
        target_bytes = min(context.target_batch_bytes or DEFAULT_BATCH_BYTES, self._max_body_bytes)
        batches = read_batches(parts, self._stream, schema, self._config, target_bytes)

        session.send(pb.ConnectorMessage(opened=pb.Opened(session=session.id)))
        session.send(pb.ConnectorMessage(stream_schema=pb.StreamSchema(
            session=session.id, arrow_schema=encode_schema(schema))))
        is_stopped = not self._send_all(batches)
        batches.close()
        # One stands between the last batch and Done (SESSION-5).
        self._checkpoint()
        session.end(pb.ConnectorMessage(done=pb.Done(
            session=session.id, rows=self._rows, bytes=self._bytes, stopped=is_stopped)))

    def _send_all(self, batches) -> bool:
        """False: it was stopped, and there may be more."""
        while True:
            started = time.monotonic()
            batch = next(batches, None)
            self._session.add_wait("wait_read_ms", time.monotonic() - started)
            if batch is None:
                return True
            if not self._send(batch):
                return False
            if self._is_checkpoint_due():
                self._checkpoint()

    def _send(self, batch: pa.RecordBatch) -> bool:
        body = encode_batch(batch)
        if len(body) > self._max_body_bytes:
            if batch.num_rows == 1:
                raise ConnectorError("data", "row_too_large",
                                     f"Row {self._rows + 1} of the unit has {len(body)} bytes; the limit is"
                                     f" {self._max_body_bytes}", stream=self._stream.name)
            half = batch.num_rows // 2
            return self._send(batch.slice(0, half)) and self._send(batch.slice(half))
        if not self._session.take_credit(len(body)):
            return False
        header = pb.BatchHeader(session=self._session.id, sequence=self._sequence, rows=batch.num_rows, bytes=len(body))
        self._session.send(pb.ConnectorMessage(batch=pb.Batch(header=header, arrow_ipc=body)))
        self._sequence += 1
        self._rows += batch.num_rows
        self._bytes += len(body)
        self._session.stats.rows = self._rows
        self._session.stats.bytes = self._bytes
        return True

    def _is_checkpoint_due(self) -> bool:
        interval = self._session.context.checkpoint_interval
        rows, size, at = self._since
        return (0 < interval.rows <= self._rows - rows or 0 < interval.bytes <= self._bytes - size
                or 0 < interval.milliseconds <= (time.monotonic() - at) * 1000)

    def _checkpoint(self) -> None:
        self._checkpoints += 1
        self._since = (self._rows, self._bytes, time.monotonic())
        self._session.send(pb.ConnectorMessage(checkpoint=pb.Checkpoint(
            session=self._session.id, checkpoint_id=self._checkpoints, rows=self._rows, bytes=self._bytes)))
