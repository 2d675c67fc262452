"""The source's answers."""

import json
from typing import Iterator

import pyarrow as pa

from ..wire import connector_pb2 as pb
from ..wire.arrow import encode_schema
from ..wire.errors import ConnectorError, ProtocolViolation, display, problem
from ..wire.frames import DEFAULT_MAX_FRAME_BYTES
from ..wire.session import Session
from .config import CONFIG_SCHEMA, Config, parse_config
from .plan import DEFAULT_UNIT_BYTES, Piece, cut, encode_token, group
from .reader_session import ReaderSession
from .streams import Stream, list_streams, stream_schema

MAX_OPEN_UNITS = 4
# An answer is cut well below any frame limit (LIFE-3).
STREAMS_PER_ANSWER = 50
UNITS_PER_ANSWER = 100


class Source:
    role = pb.ROLE_SOURCE
    welcome = pb.Welcome(
        version=1,
        connector=pb.Identity(name="source-files", version="0.1.0", vendor="Rapidbyte examples"),
        roles=[pb.ROLE_SOURCE],
        capabilities=["plan"],
        limits=pb.Limits(max_frame_bytes=DEFAULT_MAX_FRAME_BYTES),
        max_open_units=MAX_OPEN_UNITS,
    )

    def __init__(self):
        self.max_frame_bytes = DEFAULT_MAX_FRAME_BYTES
        self._config = Config()
        # Of the load that was planned last: its pieces by stream, and the pieces of each unit ever named.
        self._load_id: str | None = None
        self._pieces: list[list[Piece]] = []
        self._units: dict[tuple[int, str], list[Piece]] = {}

    def spec(self) -> pb.Spec:
        return pb.Spec(config_schema=json.dumps(CONFIG_SCHEMA), sync_modes=[pb.SYNC_MODE_FULL_REFRESH])

    def configure(self, request: pb.Configure) -> list[pb.Problem]:
        config, problems = parse_config(request.config)
        if not problems:
            self._config = config
        return problems

    def handle(self, kind: str, request) -> Iterator[pb.ConnectorMessage]:
        return getattr(self, f"_{kind}")(request)

    def admit(self, session: Session, kind: str, data) -> None:
        raise ProtocolViolation("unexpected_message", f"{kind} is not for a source")

    def release(self) -> None:
        pass

    def serve_session(self, session: Session) -> None:
        stream = self._find(session.stream.name)
        ReaderSession(session, stream, self._config, self.max_frame_bytes).run()

    def _check(self, _request: pb.CheckRequest) -> Iterator[pb.ConnectorMessage]:
        problems: list[pb.Problem] = []
        try:
            streams = list_streams(self._config.path)
        except ConnectorError as error:
            problems.append(as_problem(error))
            streams = {}
        for name, types in self._config.types.items() if not problems else ():
            stream = streams.get(name)
            if stream is None or stream.format != ".csv":
                problems.append(problem("config", "stream_unknown", f"There is no CSV stream {name}",
                                        path=f"types.{name}"))
                continue
            try:
                known = stream_schema(stream, self._config).names
            except ConnectorError:
                continue  # Discover says it, if the stream is wanted.
            problems += [problem("config", "column_unknown", f"{name} has no column {column}",
                                 path=f"types.{name}.{column}", hint=f"Columns are {', '.join(known)}.")
                         for column in types if column not in known]
        yield pb.ConnectorMessage(checked=pb.Checked(problems=problems, system="files"))

    def _discover(self, request: pb.DiscoverRequest) -> Iterator[pb.ConnectorMessage]:
        streams = list_streams(self._config.path)
        wanted = request.streams or [pb.StreamRequest(name=pb.StreamName(name=name)) for name in streams]
        found = [self._describe(streams[want.name.name], want, request.names_only)
                 for want in wanted if not want.name.namespace and want.name.name in streams]
        for start in range(0, max(1, len(found)), STREAMS_PER_ANSWER):
            part = found[start : start + STREAMS_PER_ANSWER]
            yield pb.ConnectorMessage(discovered=pb.Discovered(
                streams=part, last=start + STREAMS_PER_ANSWER >= len(found)))

    def _describe(self, stream: Stream, want: pb.StreamRequest, names_only: bool) -> pb.DiscoveredStream:
        result = pb.DiscoveredStream(name=want.name, kind=stream.kind)
        if names_only:
            return result
        result.sync_modes.append(pb.SYNC_MODE_FULL_REFRESH)
        if want.cursor_column:
            result.problems.append(problem("config", "sync_mode_unsupported", "Files are read whole: they have no cursor",
                                           stream=want.name, hint="Use sync_mode: full_refresh."))
        try:
            schema = stream_schema(stream, self._config)
            pieces = cut(stream)
        except ConnectorError as error:
            result.problems.append(as_problem(error, want.name))
            return result
        missing = [column for column in want.columns if column not in schema.names]
        for column in missing:
            result.problems.append(problem("config", "column_unknown", f"{display(want.name)} has no column {column}",
                                           stream=want.name, column=column,
                                           hint=f"Columns are {', '.join(schema.names)}."))
        if want.columns and not missing:
            schema = pa.schema([schema.field(column) for column in want.columns])
        for field in schema:
            result.columns.add(name=field.name, native_type=str(field.type), nullable=field.nullable)
        result.variants.add(encoding="canonical", arrow_schema=encode_schema(schema))
        result.estimate.rows = sum(piece.rows for piece in pieces)
        result.estimate.bytes = sum(piece.bytes for piece in pieces)
        return result

    def _plan(self, request: pb.PlanRequest) -> Iterator[pb.ConnectorMessage]:
        if request.load_id != self._load_id:
            self._load_id = request.load_id
            self._units = {}
            self._pieces = [cut(self._find(spec.name)) for spec in request.streams]
        answer = pb.Planned(last=True)
        done = {(id.stream_index, id.unit) for id in request.done}
        answers = [answer]
        for index, spec in enumerate(request.streams):
            gone = {piece for key in done if key[0] == index for piece in self._units.get(key, [])}
            rest = [piece for piece in self._pieces[index] if piece not in gone]
            answer.problems.extend(self._partition_problems(spec))
            cut_up = group(rest, request.target_unit_bytes or DEFAULT_UNIT_BYTES)
            answer.streams.append(self._planned(index, cut_up))
            if not rest and gone:
                continue  # All of it is done or under way.
            for pieces in cut_up:
                unit = self._unit(index, pieces)
                if len(answers[-1].units) >= UNITS_PER_ANSWER:
                    answers[-1].last = False
                    answers.append(pb.Planned(last=True))
                answers[-1].units.append(unit)
        for part in answers:
            yield pb.ConnectorMessage(planned=part)

    def _planned(self, index: int, cut_up: list[list[Piece]]) -> pb.PlannedStream:
        is_whole = len(cut_up) == 1 and len(cut_up[0]) == 1 and cut_up[0][0].row_group is None
        why = "a CSV file is read from its beginning to its end" if is_whole else ""
        return pb.PlannedStream(stream_index=index, whole_because=why)

    def _unit(self, index: int, pieces: list[Piece]) -> pb.Unit:
        # Counted over all plans of the load: an id is never used again (PLAN-2).
        id = f"u{len(self._units) + 1}"
        self._units[index, id] = pieces
        return pb.Unit(
            id=pb.UnitId(stream_index=index, unit=id), kind=pb.UNIT_KIND_SNAPSHOT, token=encode_token(pieces), bounded=True,
            estimate=pb.Estimate(rows=sum(piece.rows for piece in pieces), bytes=sum(piece.bytes for piece in pieces)))

    def _partition_problems(self, spec: pb.StreamSpec) -> list[pb.Problem]:
        if not spec.partition_key:
            return []
        if spec.partition_key not in [column.name for column in spec.columns]:
            return [problem("config", "column_unknown", f"There is no column {spec.partition_key} to cut by",
                            stream=spec.name, column=spec.partition_key)]
        return [problem("config", "partition_key_ignored", "Files are cut by row groups, not by a column",
                        severity="WARNING", stream=spec.name)]

    def _release(self, _request: pb.Release) -> Iterator[pb.ConnectorMessage]:
        self._load_id = None
        yield pb.ConnectorMessage(released=pb.Released())

    def _forget(self, _request: pb.ForgetRequest) -> Iterator[pb.ConnectorMessage]:
        yield pb.ConnectorMessage(forgotten=pb.Forgotten())  # Files keep nothing for a load.

    def _find(self, name: pb.StreamName) -> Stream:
        stream = None if name.namespace else list_streams(self._config.path).get(name.name)
        if stream is None:
            raise ConnectorError("schema", "stream_missing", f"There is no stream {display(name)}", stream=display(name))
        return stream


def as_problem(error: ConnectorError, stream: pb.StreamName | None = None) -> pb.Problem:
    return pb.Problem(severity=pb.SEVERITY_ERROR, category=error.category, code=error.code, message=str(error),
                      path=error.fields["path"], hint=error.fields["hint"], column=error.fields["column"], stream=stream)
