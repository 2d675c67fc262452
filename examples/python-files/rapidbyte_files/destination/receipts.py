"""Receipts, which lie beside the rows that they are about and appear together with them."""

import os

from google.protobuf import json_format

from ..wire import connector_pb2 as pb
from .durable import write_file
from .target import Target, short_name

FILE_NAME = "receipt.json"


def write_receipt(folder: str, receipt: pb.Receipt) -> None:
    write_file(os.path.join(folder, FILE_NAME), json_format.MessageToJson(receipt).encode())


def stored_receipts(units_folder: str) -> dict[str, pb.Receipt]:
    """By unit, the one of its last checkpoint."""
    receipts: dict[str, pb.Receipt] = {}
    for unit in list_folder(units_folder):
        checkpoints = checkpoint_folders(os.path.join(units_folder, unit))
        if checkpoints:
            with open(os.path.join(checkpoints[-1], FILE_NAME), "rb") as file:
                receipt = json_format.Parse(file.read(), pb.Receipt())
            receipts[receipt.unit] = receipt
    return receipts


def checkpoint_folders(unit_folder: str) -> list[str]:
    """In their order."""
    return [os.path.join(unit_folder, name) for name in sorted(list_folder(unit_folder), key=int)]


def committed_files(target: Target, epoch: int, receipt: pb.Receipt) -> list[str]:
    """The files of a unit's rows."""
    folder = target.epoch(epoch, "units", short_name(receipt.unit))
    return [os.path.join(checkpoint, name) for checkpoint in checkpoint_folders(folder)
            for name in sorted(list_folder(checkpoint)) if name != FILE_NAME]


def list_folder(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except FileNotFoundError:
        return []
