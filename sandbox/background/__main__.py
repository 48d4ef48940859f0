"""The process that works a queue off: `python -m sandbox.background STORE`.

In: the store's path. Out: an exit code; nobody reads what it says.
"""

import sys

from sandbox.background.queue import Queue
from sandbox.background.working import work

if __name__ == "__main__":
    work(Queue(sys.argv[1]))
