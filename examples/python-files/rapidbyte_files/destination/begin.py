"""Begin: a new epoch, which takes everything away from the older ones.

An epoch is a folder. What an older writer does last, to commit or to publish, is to rename something that lies in the
folder of its epoch. Begin renames that folder, so from then on the older writer's rename fails: it is fenced off without
a lock, and without waiting for it.
"""

import fcntl
import json
import os

from ..wire import connector_pb2 as pb
from ..wire.errors import ConnectorError, display
from .durable import make_folders, remove_tree, sync_folder, unique_name, write_file
from .receipts import list_folder, stored_receipts
from .target import Target, short_name


class Holds:
    """The loads that this process has begun and that are not over: a lock on a file, which goes with the process."""

    def __init__(self):
        self._files: dict[str, tuple[str, object]] = {}

    def add(self, target: Target, load_id: str, file) -> None:
        self.drop(target)
        self._files[target.state] = (load_id, file)

    def drop(self, target: Target, load_id: str | None = None) -> None:
        held = self._files.get(target.state)
        if held and load_id in (None, held[0]):
            held[1].close()
            del self._files[target.state]


def begin(target: Target, name: pb.StreamName, request: pb.BeginRequest, holds: Holds) -> pb.BegunStream:
    make_folders(target.epochs)
    make_folders(target.versions)
    older = epoch_numbers(target)
    epoch = claim(target, max(older, default=0) + 1, name, request, holds)
    cleaned: list[str] = []
    for number in reversed(older):
        load = take_away(target, number)
        if load is None:
            continue
        load_id, folder = load
        units = os.path.join(folder, "units")
        if load_id == request.load_id:
            for unit in list_folder(units):
                if not os.path.exists(target.epoch(epoch, "units", unit)):
                    os.rename(os.path.join(units, unit), target.epoch(epoch, "units", unit))
            sync_folder(target.epoch(epoch, "units"))
        elif list_folder(units) and not target.is_published(load_id):
            cleaned.append(f"what load {load_id} had staged")
        remove_tree(folder)
    receipts = stored_receipts(target.epoch(epoch, "units"))
    remove_versions(target, request.load_id)
    for leftover in list_folder(target.state):
        if leftover.startswith(("gone-", "new-")) and f"new-{os.getpid()}-" not in leftover:
            remove_tree(os.path.join(target.state, leftover))
    return pb.BegunStream(epoch=epoch, receipts=receipts.values(), cleaned=cleaned)


def epoch_numbers(target: Target) -> list[int]:
    return sorted(int(name) for name in list_folder(target.epochs))


def refuse_if_under_way(target: Target, name: pb.StreamName, load_id: str, holds: Holds) -> None:
    """Raises `load_in_progress` (LOAD-1). Before anything is changed, for any stream."""
    for number in epoch_numbers(target):
        load = read_load(target.epoch(number))
        if load is None:
            continue
        if load["load_id"] == load_id:
            holds.drop(target, load_id)  # The same load begins once more, here.
        if is_alive(target.epoch(number)):
            raise load_in_progress(name, load["holder"])


def load_in_progress(name: pb.StreamName, holder: str) -> ConnectorError:
    return ConnectorError("transient", "load_in_progress", f"Another load of {display(name)} is under way: {holder}",
                          hint="Wait until it is over, or take over.", stream=display(name), retryable=True)


def claim(target: Target, number: int, name: pb.StreamName, request: pb.BeginRequest, holds: Holds) -> int:
    """Makes the folder of a new epoch, the first number from `number` on that nobody has taken."""
    folder = os.path.join(target.state, unique_name(f"new-{os.getpid()}"))
    os.mkdir(folder)
    for part in ("sessions", "units"):
        os.mkdir(os.path.join(folder, part))
    load = {"load_id": request.load_id, "holder": request.holder}
    write_file(os.path.join(folder, "load.json"), json.dumps(load).encode())
    alive = open(os.path.join(folder, "alive"), "xb")
    fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
    sync_folder(folder)
    # It appears complete, and locked; and not at all where one is, because that one is not empty.
    while True:
        try:
            os.rename(folder, target.epoch(number))
            break
        except OSError:
            if not os.path.isdir(target.epoch(number)):
                raise
        if not request.take_over:
            other = read_load(target.epoch(number))
            alive.close()
            remove_tree(folder)
            raise load_in_progress(name, other["holder"] if other else "it began at the same moment")
        number += 1
    sync_folder(target.epochs)
    holds.add(target, request.load_id, alive)
    return number


def read_load(epoch_folder: str) -> dict | None:
    try:
        with open(os.path.join(epoch_folder, "load.json"), "rb") as file:
            return json.load(file)
    except FileNotFoundError:
        return None


def is_alive(epoch_folder: str) -> bool:
    try:
        with open(os.path.join(epoch_folder, "alive"), "rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def take_away(target: Target, number: int) -> tuple[str, str] | None:
    """Invalidates an epoch in one step, and says whose it was and where it lies now. None: somebody else has."""
    gone = os.path.join(target.state, unique_name("gone"))
    try:
        os.rename(target.epoch(number), gone)
    except FileNotFoundError:
        return None
    sync_folder(target.epochs)
    load = read_load(gone)
    return load["load_id"] if load else "", gone


def remove_versions(target: Target, load_id: str) -> None:
    """Versions that nobody sees and nobody will: all but the current one, and those of this load. The one before the
    current one was kept until now for those who were reading it."""
    current = target.current_version()
    for version in list_folder(target.versions):
        if version != current and not version.startswith(f"{short_name(load_id)}@"):
            remove_tree(os.path.join(target.versions, version))


def require_epoch(target: Target, name: pb.StreamName, epoch: int, load_id: str) -> None:
    load = read_load(target.epoch(epoch))
    if load is None or load["load_id"] != load_id:
        raise stale_epoch(name)


def stale_epoch(name: pb.StreamName, commit_state: str = "BEFORE") -> ConnectorError:
    return ConnectorError("protocol", "stale_epoch",
                          f"Another load of {display(name)} has begun; this one may not write any more",
                          hint="Run one load of a stream at a time.", stream=display(name), commit_state=commit_state)
