#!/usr/bin/env python3
"""Verifies an Anlan data directory with nothing of Anlan's: Python's standard library and docs/log-format.md.

usage: verify_log.py DIRECTORY...

Prints for each `ok RECORDS HEAD` or `bad POSITION REASON`; exits 1 if one is bad.
"""
import hashlib
import pathlib
import sqlite3
import struct
import sys

NOTE_MARK = b"anlan-head 1 "


class Misfit(Exception):
    """The record after the last good one does not fit."""


class Record:
    """Takes the members of a record apart, in the order in which they were written."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        if size > len(self.data) - self.at:
            raise Misfit("record is cut short")
        part = self.data[self.at:self.at + size]
        self.at += size
        return part

    def number(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                if (byte == 0 and shift > 7) or value >= 1 << 64:
                    raise Misfit("number is not in its shortest form")
                return value

    def instant(self):
        zigzag = self.number()
        return (zigzag >> 1) ^ -(zigzag & 1)

    def text(self):
        return self.take(self.number())


def decode(data):
    record = Record(data)
    form = record.take(1)[0]
    if form not in (1, 2):
        raise Misfit("record is not of format 1 or 2")
    members = {"position": record.number(), "stream": record.text(), "version": record.number(),
               "wire": record.text(), "recorded_at": record.instant(), "happened_at": record.instant(),
               "actor_kind": record.take(1)[0], "actor_id": record.text(), "post_id": record.text(),
               "purpose": record.text(), "cause": record.number(), "command_id": record.text(),
               "command_digest": record.take(8), "rulebook_version": record.text(), "payload": record.text()}
    if form == 2:
        members |= {"under": record.text(), "approved_by": record.text()}
        if not members["under"] and not members["approved_by"]:
            raise Misfit("a record of format 1 says that it is of format 2")
    if record.at != len(data):
        raise Misfit("there is something behind the payload")
    if not 1 <= members["actor_kind"] <= 6:
        raise Misfit("there is no such kind of actor")
    return members


class Chain:
    def __init__(self):
        self.records, self.head = 0, bytes(32)
        self.latest, self.versions = None, {}

    def add(self, position, data, digest):
        if position != self.records + 1:
            raise Misfit(f"stored as {position}")
        members = decode(data)
        if members["position"] != position:
            raise Misfit(f"says that it is {members['position']}")
        if hashlib.sha256(self.head + data).digest() != digest:
            raise Misfit("hash differs")
        if members["version"] != self.versions.get(members["stream"], 0) + 1:
            raise Misfit("version of the stream does not follow")
        if self.latest is not None and members["recorded_at"] < self.latest:
            raise Misfit("time goes back")
        if members["cause"] >= position:
            raise Misfit("caused by a later record")
        self.versions[members["stream"]] = members["version"]
        self.latest, self.records, self.head = members["recorded_at"], position, digest


def frames(first, last, blob):
    position = first
    at = 0
    while at < len(blob):
        if len(blob) - at < 36:
            raise Misfit("blob is cut short")
        (length,) = struct.unpack_from("<I", blob, at)
        digest = blob[at + 4:at + 36]
        data = blob[at + 36:at + 36 + length]
        if len(data) != length:
            raise Misfit("blob is cut short")
        yield position, data, digest
        position += 1
        at += 36 + length
    if position != last + 1:
        raise Misfit(f"row is said to end with {last}")


def read_note(directory):
    """(records, hash) of the file `head`; (0, None) without a readable one."""
    try:
        note = (directory / "head").read_bytes()
    except FileNotFoundError:
        return 0, None
    signed, check = note[:len(NOTE_MARK) + 86], note[len(NOTE_MARK) + 86:]
    wanted = hashlib.sha256(bytes(32) + signed).hexdigest()[:16].encode() + b"\n"
    if not note.startswith(NOTE_MARK) or check != wanted:
        return 0, None
    count, digest = signed[len(NOTE_MARK):].split()
    return int(count), bytes.fromhex(digest.decode())


def walk(directory, chain):
    noted, noted_hash = read_note(directory)
    path = directory / "log.db"
    if not path.exists():
        raise Misfit("log.db is gone")
    with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as database:
        rows = database.execute("SELECT first, last, records FROM frame ORDER BY first")
        for first, last, blob in rows:
            for position, data, digest in frames(first, last, blob):
                chain.add(position, data, digest)
                if position == noted and digest != noted_hash:
                    chain.records -= 1
                    raise Misfit("the file head has another hash")
    if noted > chain.records:
        raise Misfit(f"the log ends before it; the file head counts {noted}")


def verdict(directory):
    chain = Chain()
    try:
        walk(directory, chain)
    except (Misfit, sqlite3.DatabaseError) as misfit:
        return f"bad {chain.records + 1} {misfit}"
    return f"ok {chain.records} {chain.head.hex()}"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    verdicts = [verdict(pathlib.Path(name)) for name in sys.argv[1:]]
    print("\n".join(verdicts))
    sys.exit(any(line.startswith("bad") for line in verdicts))


if __name__ == "__main__":
    main()
