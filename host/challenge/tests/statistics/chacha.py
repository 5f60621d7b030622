"""ChaCha8 as a stream of 64-bit numbers, by its published description.

Key: the seed's eight bytes, little-endian, then 24 zero bytes. Block counter from 0 in
words 12 and 13, the number of the stream in words 14 and 15.
"""

import struct

import numpy as np

CONSTANTS = struct.unpack("<4I", b"expand 32-byte k")
ROUNDS = 8
BLOCKS_AT_ONCE = 4096


def quarter(x, a, b, c, d):
    for left, right, turn in ((a, b, 16), (c, d, 12), (a, b, 8), (c, d, 7)):
        x[left] = x[left] + x[right]
        other = {a: d, c: b}[left]
        mixed = x[other] ^ x[left]
        x[other] = (mixed << np.uint32(turn)) | (mixed >> np.uint32(32 - turn))


def blocks(seed, stream, first, count):
    """Words of some blocks, a row a block."""
    key = struct.unpack("<8I", struct.pack("<Q", seed) + bytes(24))
    counters = np.arange(first, first + count, dtype=np.uint64)
    start = [np.full(count, word, dtype=np.uint32) for word in CONSTANTS + key]
    start.append((counters & np.uint64(0xFFFFFFFF)).astype(np.uint32))
    start.append((counters >> np.uint64(32)).astype(np.uint32))
    start.append(np.full(count, stream & 0xFFFFFFFF, dtype=np.uint32))
    start.append(np.full(count, stream >> 32, dtype=np.uint32))
    x = [word.copy() for word in start]
    for _ in range(ROUNDS // 2):
        for columns in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15)):
            quarter(x, *columns)
        for diagonals in ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(x, *diagonals)
    return np.stack([word + begin for word, begin in zip(x, start)], axis=1)


def numbers(seed, stream=0):
    """64-bit numbers, the low word of each first."""
    first = 0
    while True:
        words = blocks(seed, stream, first, BLOCKS_AT_ONCE).astype(np.uint64).reshape(-1, 2)
        yield from (int(word) for word in words[:, 0] | (words[:, 1] << np.uint64(32)))
        first += BLOCKS_AT_ONCE
