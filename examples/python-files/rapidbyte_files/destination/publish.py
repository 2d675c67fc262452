"""Publish: the files of a load, and for `append` those before it, become one version, which readers see from one moment to the
next, because a link that points at it takes the place of another."""

import os

from ..wire import connector_pb2 as pb
from ..wire.arrow import decode_schema
from ..wire.errors import ConnectorError, display
from .begin import require_epoch
from .config import Config
from .durable import make_folders, remove_tree, sync_folder, unique_name
from .receipts import committed_files, list_folder, stored_receipts
from .target import Target, short_name
from .writing import open_writer


def publish(target: Target, spec: pb.StreamSpec, epoch: int, request: pb.PublishRequest, config: Config) -> pb.PublishedStream:
    receipts = [receipt for receipt in request.receipts if receipt.stream == spec.name]
    result = pb.PublishedStream(rows=sum(receipt.rows for receipt in receipts), method="link switched")
    if target.is_published(request.load_id):
        return result  # It was published before (LIFE-8).
    require_epoch(target, spec.name, epoch, request.load_id)
    if target.is_foreign():
        raise ConnectorError("config", "target_not_ours", f"{target.link} was not made by this connector", path="path",
                             hint="Move it away, or write to another folder.", stream=display(spec.name))
    verify(target, spec.name, epoch, receipts)
    try:
        version = assemble(target, spec, epoch, request.load_id, receipts, config)
        switch(target, epoch, version)
    except FileNotFoundError as error:
        require_epoch(target, spec.name, epoch, request.load_id)
        raise error
    return result


def verify(target: Target, name: pb.StreamName, epoch: int, receipts: list[pb.Receipt]) -> None:
    """What is to be published must be what was committed: unit by unit, and nothing else."""
    def figures(receipt: pb.Receipt) -> tuple[int, int, int]:
        return receipt.checkpoint_id, receipt.rows, receipt.bytes

    stored = {unit: figures(receipt) for unit, receipt in stored_receipts(target.epoch(epoch, "units")).items()}
    listed = {receipt.unit: figures(receipt) for receipt in receipts}
    differing = sorted({unit for unit, _ in stored.items() ^ listed.items()})
    if differing or len(listed) != len(receipts):
        raise ConnectorError("protocol", "receipts_differ",
                             f"The units listed are not those committed: {', '.join(differing) or 'one is listed twice'}",
                             stream=display(name))


def assemble(target: Target, spec: pb.StreamSpec, epoch: int, load_id: str, receipts: list[pb.Receipt],
             config: Config) -> str:
    """Puts a version together and gives its name. A hard link costs no space, and the file itself is never changed."""
    folder = target.epoch(epoch, unique_name("version"))
    os.mkdir(folder)
    current = target.current_version()
    if spec.write_mode == pb.WRITE_MODE_APPEND and current is not None:
        for name in list_folder(os.path.join(target.versions, current)):
            os.link(os.path.join(target.versions, current, name), os.path.join(folder, name))
    for receipt in receipts:
        for number, file in enumerate(committed_files(target, epoch, receipt)):
            name = f"{short_name(load_id)}-{short_name(receipt.unit)}-{number}.{config.format}"
            os.link(file, os.path.join(folder, name))
    if not list_folder(folder):
        # Readers see the columns of a stream without rows, too.
        path = os.path.join(folder, f"{short_name(load_id)}.{config.format}")
        open_writer(path, decode_schema(spec.arrow_schema), config).close()
    sync_folder(folder)
    version = f"{short_name(load_id)}@{epoch}"
    remove_tree(os.path.join(target.versions, version))  # Of a Publish that did not get to its end.
    os.rename(folder, os.path.join(target.versions, version))
    sync_folder(target.versions)
    return version


def switch(target: Target, epoch: int, version: str) -> None:
    make_folders(os.path.dirname(target.link))
    link = target.epoch(epoch, unique_name("link"))
    os.symlink(os.path.relpath(os.path.join(target.versions, version), os.path.dirname(target.link)), link)
    # Out of the folder of the epoch: a writer that was fenced off can't do this any more.
    os.replace(link, target.link)
    sync_folder(os.path.dirname(target.link))
