"""The body of an HTTP answer, never larger than said: as it comes in, and once it is unpacked.

An HTTP client unpacks whatever it is given: a megabyte of gzip can hold a gigabyte of zeros. Here
the unpacking itself is told how much it may make.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCEPTED_CODINGS = "gzip, deflate"
"""What to ask for as ``Accept-Encoding``: what can be unpacked here under a bound."""

MOST_BYTES = 16 * 1024 * 1024
"""More than a page of 1,000 texts of 1,600 characters, each written as ``\\uXXXX``, can take."""

# 32 added to the window: a gzip or zlib header is recognised by itself (zlib, inflateInit2).
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


class UnusableBodyError(httpx.DecodingError):
    """The body is too large, damaged, or packed in a way that was not asked for."""


def chunks_of(response: httpx.Response, most: int = MOST_BYTES) -> Iterator[bytes]:
    """Yield the unpacked body piece by piece, ``most`` bytes in all at most.

    Args:
        response: with its body still to be read.
        most: bytes, of what comes in and of what it unpacks to.

    Raises:
        UnusableBodyError: it would be more, or cannot be unpacked.
    """
    if response.is_stream_consumed:  # made in this process, whole
        yield response.content
        return
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("identity", ""):
        yield from _bounded(response.iter_raw(), most, response)
    elif coding in ("gzip", "x-gzip", "deflate"):
        packed = _bounded(response.iter_raw(), most, response)
        yield from _bounded(_unpacked(packed, most, response), most, response)
    else:
        raise UnusableBodyError("packed in a way that was not asked for", request=response.request)


def _bounded(chunks: Iterator[bytes], most: int, response: httpx.Response) -> Iterator[bytes]:
    read = 0
    for chunk in chunks:
        read += len(chunk)
        if read > most:
            raise UnusableBodyError("larger than any answer is", request=response.request)
        yield chunk


def _unpacked(packed: Iterator[bytes], most: int, response: httpx.Response) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        for chunk in packed:
            # One byte more than may be: enough to see that it is too much.
            yield unpacker.decompress(chunk, most + 1)
    except zlib.error as error:
        raise UnusableBodyError("damaged", request=response.request) from error
    if not unpacker.eof:
        raise UnusableBodyError("broken off", request=response.request)
