"""What must be there after a crash of the machine: files, folders, and their names."""

import os
import shutil
import uuid


def sync_folder(path: str) -> None:
    """Makes the names in a folder durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folders(path: str) -> None:
    """The folder and those above it, durable."""
    if not os.path.isdir(path):
        make_folders(os.path.dirname(path))
        try:
            os.mkdir(path)
        except FileExistsError:
            pass  # Another session was faster.
        sync_folder(os.path.dirname(path))


def write_file(path: str, data: bytes) -> None:
    """A new file, durable but for its name."""
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def remove_tree(path: str) -> None:
    """Whatever it is, and if it is there at all."""
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        try:
            os.unlink(path)
        except FileNotFoundError:
            pass


def unique_name(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex}"
