"""Frames on two pipes: a length of 4 bytes, little-endian, and as many bytes, one message (FRAME-1)."""

import struct
import threading
from typing import BinaryIO

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import DecodeError, Message

from . import connector_pb2 as pb
from .errors import HostGone, ProtocolViolation

MAGIC = bytes.fromhex("89524250 0d0a1a0a")
DEFAULT_MAX_FRAME_BYTES = 64 << 20
MIN_MAX_FRAME_BYTES = 64 << 10
MAX_MAX_FRAME_BYTES = 1 << 30
MAX_BATCH_HEADER_BYTES = 4096


def agreed_limit(theirs: int, ours: int) -> int:
    """FRAME-2. 0 stands for 64 MiB."""
    def effective(value: int) -> int:
        return min(max(value or DEFAULT_MAX_FRAME_BYTES, MIN_MAX_FRAME_BYTES), MAX_MAX_FRAME_BYTES)
    return min(effective(theirs), effective(ours))


class FrameReader:
    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self.max_frame_bytes = DEFAULT_MAX_FRAME_BYTES

    def read(self) -> pb.HostMessage:
        """The next message. Raises HostGone at the end of stdin, ProtocolViolation for what is none."""
        (length,) = struct.unpack("<I", self._exactly(4))
        if length > self.max_frame_bytes:  # Before anything is allocated for it (FRAME-3).
            raise ProtocolViolation("frame_too_large",
                                    f"A frame of {length} bytes; the limit is {self.max_frame_bytes}")
        return parse(self._exactly(length))

    def _exactly(self, count: int) -> bytes:
        data = self._stream.read(count)
        if len(data) < count:
            raise HostGone
        return data


class FrameWriter:
    """Whole frames, from any thread."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        self.max_frame_bytes = DEFAULT_MAX_FRAME_BYTES
        self.lock = threading.RLock()
        self.is_closed = False

    def magic(self) -> None:
        self._stream.write(MAGIC)
        self._stream.flush()

    def write(self, message: pb.ConnectorMessage) -> None:
        data = message.SerializeToString()  # In the order of field numbers: a batch's body is last (BATCH-2).
        if len(data) > self.max_frame_bytes:
            raise RuntimeError(f"A message of {len(data)} bytes is longer than the limit")
        with self.lock:
            if self.is_closed:
                return
            try:
                self._stream.write(struct.pack("<I", len(data)))
                self._stream.write(data)
                self._stream.flush()
            except BrokenPipeError:
                # Whoever reads no longer has closed stdin too, or is dead: the reader finds out.
                self.is_closed = True


def parse(data: bytes) -> pb.HostMessage:
    """One message that obeys FRAME-4 and FRAME-5."""
    _check_envelope(data)
    try:
        message = pb.HostMessage.FromString(data)
    except DecodeError as error:
        raise ProtocolViolation("malformed_message", f"A message that can't be read: {error}") from error
    kind = message.WhichOneof("body")
    if kind == "batch":
        # Not the body: to look at it is to copy it.
        if message.batch.header.ByteSize() > MAX_BATCH_HEADER_BYTES:
            raise ProtocolViolation("malformed_message", "A BatchHeader of more than 4096 bytes")
        _check_values(message.batch.header, "batch.header")
    else:
        _check_values(getattr(message, kind), kind)
    return message


_MEMBERS = {field.number for field in pb.HostMessage.DESCRIPTOR.fields}


def _check_envelope(data: bytes) -> None:
    """Exactly one member. A protobuf library would merge two batches, or take the last of several members."""
    members = 0
    offset = 0
    while offset < len(data):
        tag, offset = _varint(data, offset)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == 2:
            length, offset = _varint(data, offset)
            offset += length
        elif wire_type == 0:
            _, offset = _varint(data, offset)
        elif wire_type in (1, 5):
            offset += 8 if wire_type == 1 else 4
        else:
            raise ProtocolViolation("malformed_message", f"A field of the unknown wire type {wire_type}")
        members += number in _MEMBERS
    if offset > len(data):
        raise ProtocolViolation("malformed_message", "A field goes on behind the end of its message")
    if members != 1:
        raise ProtocolViolation("malformed_message", f"A message with {members} known members instead of one")


def _varint(data: bytes, offset: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if offset >= len(data):
            break
        byte = data[offset]
        offset += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, offset
    raise ProtocolViolation("malformed_message", "A broken varint")


_WIDE = {FieldDescriptor.TYPE_UINT64, FieldDescriptor.TYPE_INT64}
# What may be left out, of the messages that a host sends: everything else must be there.
_MAY_BE_MISSING = {"Hello.limits", "StreamSpec.estimate", "Unit.estimate", "StreamContext.checkpoint_interval",
                   "Checkpoint.head"}
_MAY_BE_UNSPECIFIED = {"StreamSpec.null_cursor", "StreamRequest.null_cursor"}


def _check_values(message: Message, path: str) -> None:
    for field in message.DESCRIPTOR.fields:
        name = f"{message.DESCRIPTOR.name}.{field.name}"
        where = f"{path}.{field.name}"
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            if field.is_repeated:
                items = getattr(message, field.name)
            elif message.HasField(field.name):
                items = [getattr(message, field.name)]
            elif name in _MAY_BE_MISSING:
                continue
            else:
                raise ProtocolViolation("malformed_message", f"{where} is missing")
            for item in items:
                _check_values(item, where)
        elif field.type == FieldDescriptor.TYPE_ENUM:
            value = getattr(message, field.name)
            if value == 0 and name in _MAY_BE_UNSPECIFIED:
                continue
            if value == 0 or value not in field.enum_type.values_by_number:
                raise ProtocolViolation("malformed_message", f"{where} is {value}, which this version does not know")
        elif field.type in _WIDE:
            value = getattr(message, field.name)
            for item in value if field.is_repeated else (value,):
                if abs(item) >= 1 << 53:
                    raise ProtocolViolation("malformed_message", f"{where} is {item}: 2^53 or more")
