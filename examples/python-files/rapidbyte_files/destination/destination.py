"""The destination's answers."""

import dataclasses
import json
import platform
from typing import Iterator

from ..wire import connector_pb2 as pb
from ..wire.errors import ConnectorError, ProtocolViolation
from ..wire.frames import DEFAULT_MAX_FRAME_BYTES
from ..wire.session import Session
from .begin import Holds, begin, read_load, refuse_if_under_way
from .check import WRITE_MODES, check_root, check_stream
from .config import CONFIG_SCHEMA, Config, parse_config
from .durable import remove_tree
from .publish import publish
from .receipts import list_folder
from .target import Target, target_of
from .writer_session import WriterSession

MAX_OPEN_UNITS = 4


class Destination:
    role = pb.ROLE_DESTINATION
    welcome = pb.Welcome(
        version=1,
        connector=pb.Identity(name="dest-files", version="0.1.0", vendor="Rapidbyte examples"),
        roles=[pb.ROLE_DESTINATION],
        limits=pb.Limits(max_frame_bytes=DEFAULT_MAX_FRAME_BYTES),
        max_open_units=MAX_OPEN_UNITS,
    )

    def __init__(self):
        self.max_frame_bytes = DEFAULT_MAX_FRAME_BYTES
        self._config = Config()
        self._holds = Holds()

    def spec(self) -> pb.Spec:
        return pb.Spec(config_schema=json.dumps(CONFIG_SCHEMA), sync_modes=[pb.SYNC_MODE_FULL_REFRESH],
                       write_modes=WRITE_MODES)

    def configure(self, request: pb.Configure) -> list[pb.Problem]:
        config, problems = parse_config(request.config)
        if not problems:
            self._config = dataclasses.replace(
                config, row_group_bytes=row_group_bytes(config.row_group_bytes, request.memory_limit_bytes))
        return problems

    def handle(self, kind: str, request) -> Iterator[pb.ConnectorMessage]:
        return getattr(self, f"_{kind}")(request)

    def release(self) -> None:
        pass  # The locks go with the process.

    def admit(self, session: Session, kind: str, data) -> None:
        if kind == "batch":
            if session.balance is None:
                raise ProtocolViolation("credit_exceeded", "A batch before any credit was granted")
            session.balance.spend(data.header.bytes)

    def serve_session(self, session: Session) -> None:
        WriterSession(session, self._target(session.stream), self._config).run()

    def _target(self, spec: pb.StreamSpec) -> Target:
        return target_of(self._config.path, spec.name)

    def _check(self, request: pb.CheckRequest) -> Iterator[pb.ConnectorMessage]:
        answer = pb.Checked(system=f"files on {platform.system()}", problems=check_root(self._config.path))
        for offer in request.streams:
            problems, stream = check_stream(offer, self._target(offer.spec), self._config)
            answer.problems.extend(problems)
            if stream is not None:
                answer.streams.append(stream)
        if len(answer.streams) < len(request.streams):
            del answer.streams[:]  # One for each, or none.
        yield pb.ConnectorMessage(checked=answer)

    def _begin(self, request: pb.BeginRequest) -> Iterator[pb.ConnectorMessage]:
        if not request.take_over:
            for spec in request.streams:
                refuse_if_under_way(self._target(spec), spec.name, request.load_id, self._holds)
        streams = [begin(self._target(spec), spec.name, request, self._holds) for spec in request.streams]
        yield pb.ConnectorMessage(begun=pb.Begun(streams=streams))

    def _publish(self, request: pb.PublishRequest) -> Iterator[pb.ConnectorMessage]:
        if request.positions:
            raise ConnectorError("config", "sync_mode_unsupported", "Files keep no position of a stream")
        published = []
        for spec, epoch in zip(request.streams, request.epochs, strict=True):
            target = self._target(spec)
            published.append(publish(target, spec, epoch, request, self._config))
            self._holds.drop(target, request.load_id)
        yield pb.ConnectorMessage(published=pb.Published(streams=published))

    def _forget(self, request: pb.ForgetRequest) -> Iterator[pb.ConnectorMessage]:
        for spec, epoch in zip(request.streams, request.epochs, strict=True):
            target = self._target(spec)
            load = read_load(target.epoch(epoch))
            if load is not None and load["load_id"] == request.load_id:
                # The folder itself stays: the next epoch is counted from it.
                for part in list_folder(target.epoch(epoch)):
                    if part not in ("load.json", "alive"):
                        remove_tree(target.epoch(epoch, part))
            self._holds.drop(target, request.load_id)
        yield pb.ConnectorMessage(forgotten=pb.Forgotten())


def row_group_bytes(usual: int, memory_limit_bytes: int) -> int:
    """Sessions together may keep a quarter of the limit; smaller row groups make larger files, so there is an end to it."""
    if memory_limit_bytes == 0:
        return usual
    return max(1 << 20, min(usual, memory_limit_bytes // 4 // MAX_OPEN_UNITS))
