"""Where a stream lies.

    PATH/namespace/name                     a link to one of the versions: what readers see
    PATH/.rapidbyte/namespace.name/
        versions/LOAD@EPOCH/                files that were, are or will be visible together
        epochs/17/                          a load: everything of it that is not visible
            load.json, alive                which load, and who holds it, for as long as that process lives
            sessions/…                      what a session writes
            units/UNIT/CHECKPOINT/          what it has committed: files and their receipt
"""

import dataclasses
import hashlib
import os
import re
import urllib.parse

from ..wire import connector_pb2 as pb

MAX_NAME_BYTES = 200


@dataclasses.dataclass(frozen=True)
class Target:
    link: str
    state: str

    @property
    def epochs(self) -> str:
        return os.path.join(self.state, "epochs")

    @property
    def versions(self) -> str:
        return os.path.join(self.state, "versions")

    def epoch(self, number: int, *parts: str) -> str:
        return os.path.join(self.epochs, str(number), *parts)

    def current_version(self) -> str | None:
        """The name of the version that readers see; None: nothing was published."""
        try:
            return os.path.basename(os.readlink(self.link))
        except OSError:
            return None

    def is_published(self, load_id: str) -> bool:
        """Whether readers see this load now."""
        current = self.current_version()
        return current is not None and current.startswith(f"{short_name(load_id)}@")

    def is_foreign(self) -> bool:
        """Something that this connector has not made is in the place of the link."""
        if not os.path.lexists(self.link):
            return False
        if not os.path.islink(self.link):
            return True
        pointed_at = os.path.normpath(os.path.join(os.path.dirname(self.link), os.readlink(self.link)))
        return os.path.dirname(pointed_at) != os.path.normpath(self.versions)


def target_of(root: str, name: pb.StreamName) -> Target:
    root = os.path.abspath(root)
    namespace, stream = encode(name.namespace), encode(name.name)
    return Target(os.path.join(root, namespace, stream) if namespace else os.path.join(root, stream),
                  os.path.join(root, ".rapidbyte", f"{namespace}.{stream}"))


def encode(text: str) -> str:
    """A file name for any text: one that has no separator, is not hidden, and is no other text's."""
    return urllib.parse.quote(text, safe=" ").replace(".", "%2E")


def is_too_long(name: pb.StreamName) -> bool:
    return len(encode(name.namespace)) + len(encode(name.name)) > MAX_NAME_BYTES


def short_name(text: str) -> str:
    """A file name for an id, which may be of any length."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", text) else hashlib.sha256(text.encode()).hexdigest()
