#!/usr/bin/env python3
"""Pure rooms are pure: their objects ask the linker for no clock, chance, file, thread, SQL or environment.

`decide` must give the same answer whenever it is asked, or a replay of the log would tell another story.
Includes are checked by check_layers; this looks at what the compiler really made: `nm -C -u` over the rooms'
libraries.
"""
import pathlib
import re
import shutil
import subprocess

import sources
from sources import Finding

PURE = ("base", "terms", "kernel", "domain", "planning", "access")

# (undefined symbol, kind). Matched against the demangled name, without its "@GLIBC…" mark.
BANNED = [
    (r"clock_gettime|gettimeofday|time|clock|timespec_get|localtime(_r)?|mktime|ftime", "the clock"),
    (r"std::chrono::(_V2::)?(system|steady|high_resolution)_clock::now\(\)", "the clock"),
    (r"std::random_device::.*|s?rand|s?random|[a-z]rand48(_r)?|getrandom|getentropy|arc4random.*", "chance"),
    (r"RAND_(priv_)?bytes|randombytes_.*", "chance"),
    (r"f?open(64)?|openat(64)?|creat(64)?|fdopen|freopen(64)?|read|write|pread(64)?|pwrite(64)?|mmap(64)?|"
     r"unlink|rename|stat(64)?|fstat(64)?|opendir|readdir(64)?|std::filesystem::.*", "files"),
    (r"(vtable for |VTT for |typeinfo for )?std::(__cxx11::)?basic_[io]?f(stream|ilebuf)<.*", "files"),
    (r"socket|bind|connect|listen|accept4?|send(to|msg)?|recv(from|msg)?|getaddrinfo|poll|epoll_.*",
     "sockets"),
    (r"pthread_(create|join|detach|mutex_.*|rwlock_.*|cond_.*)|std::thread::.*|std::condition_variable.*|"
     r"fork|vfork|posix_spawn.*|execv.*|system|popen", "threads and processes"),
    (r"(nano|u|clock_nano)?sleep|sched_yield", "waiting"),
    (r"sqlite3_.*|PQ[a-z].*", "SQL"),
    (r"(secure_)?getenv|setenv|environ|std::locale::global.*|setlocale", "the environment"),
    (r"v?f?printf|v?printf|f?puts|f?putc|putchar|fwrite|fflush|__f?printf_chk|std(out|err|in)|"
     r"std::c(out|err|in|log)", "the terminal"),
]
BANNED = [(re.compile(pattern + r"\Z"), kind) for pattern, kind in BANNED]

# (room, object, symbols, why)
EXCEPTIONS = [
    ("base", "check.cpp.o", {"fprintf", "__fprintf_chk", "stderr", "fwrite"},
     "a broken invariant stops the process; its last words go to standard error, for the supervisor"),
]


def excepted(room, object_name, symbol):
    return any(room == where and object_name == which and symbol in symbols
               for where, which, symbols, _ in EXCEPTIONS)


def undefined_symbols(library):
    """(object, demangled symbol) for each symbol that the library's objects leave to others."""
    nm = shutil.which("llvm-nm-19") or shutil.which("nm")
    listing = subprocess.run([nm, "-C", "-u", str(library)], capture_output=True, text=True,
                             check=True).stdout
    current = pathlib.Path(library).name
    for line in listing.splitlines():
        header = re.match(r"^(?:.*\()?([^()\s]+\.o)\)?:$", line.strip())
        if header:
            current = header.group(1)
            continue
        found = re.match(r"^\s+[UwvV] (.*)$", line)
        if found:
            yield current, re.sub(r"@+[A-Z]\w*[\w.]*$", "", found.group(1).strip())


def kind_of(symbol):
    for pattern, kind in BANNED:
        if pattern.match(symbol):
            return kind
    return None


def check_library(room, library, shown):
    findings = []
    for object_name, symbol in undefined_symbols(library):
        kind = kind_of(symbol)
        if kind and not excepted(room, object_name, symbol):
            findings.append(Finding(f"src/{room}/ ({shown}: {object_name})", 0,
                                    f"reaches {kind} by {symbol}: take it as an argument, or do it in an "
                                    "adapter"))
    return findings


def has_sources(root, room):
    return any(not re.search(r"_(test|workload)\.cpp$", file.name)
               for file in (root / "src" / room).rglob("*.cpp"))


def run(arguments):
    root = arguments.root.resolve()
    findings, looked_at = [], []
    for room in PURE:
        library = arguments.build / f"libanlan_{room}.a"
        if library.exists():
            findings += check_library(room, library, library.name)
            looked_at.append(room)
        elif has_sources(root, room):
            findings.append(Finding(f"src/{room}/", 0, f"has sources, but {library} was not built"))
    return findings, f"objects of {', '.join(looked_at)}" if looked_at else ""


if __name__ == "__main__":
    sources.main("purity", __doc__, run, sources.BUILD)
