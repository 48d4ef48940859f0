"""What the operating system says, in words: why a file cannot be read or written.

In: an `OSError`, or the `ValueError` of an impossible file name. Out: a message. A reason that
has no words here is said as the system says it, with its number.
"""

from __future__ import annotations

import errno
import os

from sandbox.language.message import Message

_REASONS: dict[int, Message] = {
    errno.ENOENT: Message("there is no such file or folder"),
    errno.ENOTDIR: Message("a part of the path is not a folder"),
    errno.EISDIR: Message("it is a folder"),
    errno.EEXIST: Message("it exists already"),
    errno.EACCES: Message("permission denied"),
    errno.EPERM: Message("the system does not permit it"),
    errno.EROFS: Message("the disk is read-only"),
    errno.ENOSPC: Message("no space is left on the disk"),
    errno.EDQUOT: Message("the disk quota is used up"),
    errno.EFBIG: Message("the file would become too large"),
    errno.EIO: Message("the disk or device has failed"),
    errno.ENAMETOOLONG: Message("the name is too long"),
    errno.ELOOP: Message("symbolic links lead in a circle"),
    errno.EMFILE: Message("too many files are open"),
    errno.ENFILE: Message("too many files are open"),
    errno.EBUSY: Message("it is in use"),
    errno.ETXTBSY: Message("it is in use"),
    errno.EPIPE: Message("the reader has gone away"),
    errno.ENXIO: Message("no device is there"),
    errno.ENODEV: Message("no device is there"),
    errno.EINVAL: Message("the system does not accept this name or operation"),
    errno.ENOMEM: Message("there is not enough memory"),
}


def reason(error: OSError | ValueError) -> Message:
    """Why the system refused, as part of a sentence."""
    if isinstance(error, ValueError):
        return Message("the name holds characters that no file name may hold")
    number = error.errno
    if number is None:
        return Message("{reason}", {"reason": str(error)})
    known = _REASONS.get(number)
    if known is not None:
        return known
    words = error.strerror or os.strerror(number)
    return Message("{reason} (error {number})", {"reason": words, "number": number})
