"""How much is read of a file, so that no file takes more memory or time than there is."""

MAX_CSV = 100 * 2**20  # the register's full extract has some 65 MB
MAX_WORKBOOK = 20 * 2**20
MAX_UNPACKED = 400 * 2**20
MAX_WORDS_UNPACKED = 40 * 2**20  # a workbook's shared strings are held in memory
MAX_LINE = 10**6
MAX_CELL = 32_767  # Excel's own limit
MAX_COLUMNS = 200  # the register's widest extract has 140
MAX_ROWS = 100_000
MAX_EMPTY_ROWS = 1_000  # in a run


class Unreadable(Exception):
    """A file that cannot be taken; its text says why, and what to do."""
