"""A unit on its way in: batches into a file, and at each checkpoint the file, with its receipt, to where it counts."""

import errno
import os
import time

import pyarrow as pa

from ..wire import connector_pb2 as pb
from ..wire.arrow import decode_batch, decode_schema, same_columns
from ..wire.errors import ConnectorError, ProtocolViolation
from ..wire.session import Balance, Session
from .begin import require_epoch, stale_epoch
from .config import Config
from .durable import remove_tree, sync_folder, unique_name
from .receipts import list_folder, write_receipt
from .target import Target, short_name
from .writing import CsvFile, ParquetFile, open_writer

DEFAULT_WINDOW_BYTES = 8 << 20
# More than a file system gains by is only memory.
MAX_WINDOW_BYTES = 16 << 20


class WriterSession:
    def __init__(self, session: Session, target: Target, config: Config):
        context = session.context
        self._session = session
        self._spec = session.stream
        self._epoch = context.epochs[0] if context.epochs else 0
        self._load_id = context.load_id
        self._unit = context.unit.id.unit
        self._target = target
        self._config = config
        self._schema: pa.Schema | None = None
        self._folder = target.epoch(self._epoch, "sessions", unique_name(str(session.id)))
        self._units_folder = target.epoch(self._epoch, "units", short_name(self._unit))
        self._file: ParquetFile | CsvFile | None = None
        self._checkpoint = self._sequence = 0
        self._rows = self._bytes = 0
        self._is_at_checkpoint = False
        self._balance = Balance(min(context.credit_limit_bytes or DEFAULT_WINDOW_BYTES, MAX_WINDOW_BYTES))

    def run(self) -> None:
        session = self._session
        try:
            self._open()
            session.balance = self._balance
            session.send(pb.ConnectorMessage(opened=pb.Opened(
                session=session.id, credit_bytes=self._balance.window_bytes)))
            handlers = {"stream_schema": self._take_schema, "batch": self._take_batch, "checkpoint": self._commit}
            while True:
                kind, data = session.receive()
                if kind == "done":
                    break
                handlers[kind](data)
            self._finish(data)
        except FileNotFoundError as error:
            # The folder of the epoch is gone.
            require_epoch(self._target, self._spec.name, self._epoch, self._load_id)
            raise error
        except OSError as error:
            category = "permission" if isinstance(error, PermissionError) else "transient"
            raise ConnectorError(category, "write_failed", f"{self._target.link}: {error.strerror}",
                                 stream=session.stream_text, commit_state="UNKNOWN", retryable=True) from error
        finally:
            remove_tree(self._folder)

    def _open(self) -> None:
        require_epoch(self._target, self._spec.name, self._epoch, self._load_id)
        os.mkdir(self._folder)
        if list_folder(self._units_folder):
            raise self._already_committed()
        if self._target.is_published(self._load_id):
            raise ConnectorError("protocol", "load_already_published", "Nothing can be added to a published load",
                                 stream=self._session.stream_text)

    def _already_committed(self) -> ConnectorError:
        return ConnectorError("protocol", "unit_already_committed", f"Unit {self._unit} is committed already",
                              stream=self._session.stream_text)

    def _take_schema(self, message: pb.StreamSchema) -> None:
        schema = decode_schema(message.arrow_schema)
        if message.stream_index != 0:
            raise ProtocolViolation("stream_unknown", f"Stream {message.stream_index} of a unit of one stream")
        if message.schema_epoch != 0 or self._schema is not None:
            raise ConnectorError("schema", "schema_changed", "Files can't follow a schema that changes within a unit",
                                 stream=self._session.stream_text)
        if not same_columns(schema, decode_schema(self._spec.arrow_schema)):
            raise ProtocolViolation("schema_invalid", "The schema is not the one that was agreed on")
        self._schema = schema

    def _take_batch(self, message: pb.Batch) -> None:
        header = message.header
        if header.stream_index != 0:
            raise ProtocolViolation("stream_unknown", f"Stream {header.stream_index} of a unit of one stream")
        if self._schema is None or header.schema_epoch != 0:
            raise ProtocolViolation("epoch_unknown", f"A batch of schema epoch {header.schema_epoch}, which was not sent")
        if header.sequence != self._sequence:
            raise ProtocolViolation("sequence_broken", f"Batch {header.sequence} instead of {self._sequence}")
        data = message.arrow_ipc
        batch = decode_batch(data, self._schema)
        if (header.bytes, header.rows) != (len(data), batch.num_rows):
            raise ProtocolViolation("batch_invalid", f"The header says {header.rows} rows in {header.bytes} bytes,"
                                                     f" but there are {batch.num_rows} in {len(data)}")
        started = time.monotonic()
        if self._file is None:
            folder = os.path.join(self._folder, str(self._checkpoint + 1))
            os.mkdir(folder)
            self._file = open_writer(os.path.join(folder, f"rows.{self._config.format}"), self._schema, self._config)
        self._file.write(batch)
        self._session.add_wait("wait_write_ms", time.monotonic() - started)
        self._sequence += 1
        self._rows += header.rows
        self._bytes += header.bytes
        self._is_at_checkpoint = False
        self._session.stats.rows, self._session.stats.bytes = self._rows, self._bytes
        self._balance.grant(header.bytes)
        self._session.send(pb.ConnectorMessage(credit=pb.Credit(session=self._session.id, bytes=header.bytes)))

    def _commit(self, message: pb.Checkpoint) -> None:
        if message.checkpoint_id != self._checkpoint + 1:
            raise ProtocolViolation("checkpoint_out_of_order",
                                    f"Checkpoint {message.checkpoint_id} after {self._checkpoint}")
        self._compare(message)
        started = time.monotonic()
        self._checkpoint = message.checkpoint_id
        receipt = pb.Receipt(load_id=self._load_id, stream=self._spec.name, unit=self._unit, epoch=self._epoch,
                             checkpoint_id=self._checkpoint, rows=self._rows, bytes=self._bytes)
        folder = os.path.join(self._folder, str(self._checkpoint))
        if self._file is None:
            os.mkdir(folder)  # No row since the last one: a receipt alone.
        else:
            self._file.close()
            self._file = None
        write_receipt(folder, receipt)
        sync_folder(folder)
        unit = self._units_folder
        try:
            if not os.path.isdir(unit):
                os.mkdir(unit)
                sync_folder(os.path.dirname(unit))
            # Rows and receipt appear at once, and only while the epoch is the stream's (SESSION-7): Begin has renamed its
            # folder otherwise.
            os.rename(folder, os.path.join(unit, str(self._checkpoint)))
        except FileNotFoundError as error:
            raise stale_epoch(self._spec.name) from error
        except OSError as error:
            if error.errno in (errno.ENOTEMPTY, errno.EEXIST):  # By a session that was given up for lost.
                raise self._already_committed() from error
            raise
        try:
            sync_folder(unit)
        except FileNotFoundError as error:
            raise stale_epoch(self._spec.name, "UNKNOWN") from error
        self._is_at_checkpoint = True
        self._session.add_wait("wait_flush_ms", time.monotonic() - started)
        self._session.send(pb.ConnectorMessage(committed=pb.Committed(
            session=self._session.id, checkpoint_id=self._checkpoint, receipt=receipt, rows=self._rows, bytes=self._bytes)))

    def _finish(self, message: pb.Done) -> None:
        self._compare(message)
        if not self._is_at_checkpoint:
            raise ProtocolViolation("checkpoint_missing", "Done without a checkpoint behind the last batch")
        self._session.end(pb.ConnectorMessage(finished=pb.Finished(
            session=self._session.id, rows=self._rows, bytes=self._bytes)))

    def _compare(self, message: pb.Checkpoint | pb.Done) -> None:
        """Invariant of SESSION-6: what was sent is what has arrived, or nothing becomes durable."""
        if (message.rows, message.bytes) != (self._rows, self._bytes):
            raise ProtocolViolation("count_mismatch", f"{message.rows} rows in {message.bytes} bytes were sent,"
                                                      f" {self._rows} in {self._bytes} have arrived")
