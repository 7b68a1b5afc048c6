"""Voice notes as browsers record them, built byte by byte: Opus in WebM (Chromium) and in Ogg (Firefox), AAC
in fragments of MP4 (Safari), each with what names a program, a day or a place. What they play is silence."""
import struct

OPUS_PACKET = b"\xf8\xff\xfe"  # 20 ms of silence
OPUS_HEAD = b"OpusHead\x01\x01" + struct.pack("<HIhB", 312, 44_100, 0, 0)
AAC_FRAME = bytes([0x00, 0xC8, 0x00, 0x80, 0x23, 0x80])  # 1,024 samples of silence
TELLS = b"Zhang San's phone, 30.5928N"


def element(identity, content, open_size=False):
    size = b"\x01" + b"\xff" * 7 if open_size else struct.pack(">Q", 1 << 56 | len(content))
    return bytes.fromhex(identity) + size + content


def number(identity, value):
    return element(identity, struct.pack(">I", value))


def block(at, packet=OPUS_PACKET, flags=0x80, entry=1):
    return element("a3", bytes([0x80 | entry]) + struct.pack(">h", at) + bytes([flags]) + packet)


def webm(packets=50, entries=1, codec=b"A_OPUS", tells=TELLS):
    head = element("1a45dfa3", element("4282", b"webm") + number("4287", 4))
    info = element("1549a966", number("2ad7b1", 1_000_000) + element("4d80", tells) +
                   element("5741", tells) + element("4461", b"\0\0\0\0\0\0\0\1"))
    entry = element("ae", number("d7", 1) + number("73c5", 77) + number("83", 2) + element("86", codec) +
                    element("536e", tells) + element("63a2", OPUS_HEAD) +
                    element("e1", element("b5", struct.pack(">f", 48_000)) + number("9f", 1)))
    cluster = element("1f43b675", b"", open_size=True) + number("e7", 0)
    blocks = b"".join(block(20 * i) for i in range(packets))
    last = element("a0", element("a1", b"\x81" + struct.pack(">h", 20 * packets) + b"\0" + OPUS_PACKET))
    tags = element("1254c367", element("7373", tells))
    return (head + element("18538067", b"", open_size=True) + info + element("1654ae6b", entry * entries) +
            cluster + blocks + last + tags)


def ogg_sum(page):
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ (0x04C11DB7 if total & 0x80000000 else 0)) & 0xFFFFFFFF
    return total


def ogg_page(packets, index, flags=0, granule=0, serial=4711):
    table, body = b"", b""
    for packet in packets:
        table += b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
        body += packet
    page = (b"OggS\0" + bytes([flags]) + struct.pack("<QIII", granule, serial, index, 0) +
            bytes([len(table)]) + table + body)
    return page[:22] + struct.pack("<I", ogg_sum(page)) + page[26:]


def ogg(packets=50, tells=TELLS, ends=True):
    comment = b"LOCATION=" + tells
    tags = b"OpusTags" + struct.pack("<I", len(tells)) + tells + struct.pack("<II", 1, len(comment)) + comment
    pages = ogg_page([OPUS_HEAD], 0, 2) + ogg_page([tags], 1)
    per_page = 10
    count = -(-packets // per_page)
    for i in range(count):
        there = min(per_page, packets - per_page * i)
        last = 4 if ends and i == count - 1 else 0
        pages += ogg_page([OPUS_PACKET] * there, i + 2, last, 960 * (per_page * i + there))
    return pages


def box(name, content):
    return struct.pack(">I", len(content) + 8) + name.encode() + content


def full_box(name, content, flags=0):
    return box(name, struct.pack(">I", flags) + content)


def descriptor(tag, content):
    return bytes([tag, 0x80, 0x80, 0x80, len(content)]) + content


def sound_entry(name="mp4a", object_type=0x40, particulars=0x1188):
    decoder = bytes([object_type, 0x15]) + b"\0" * 11 + descriptor(5, struct.pack(">H", particulars))
    esds = full_box("esds", descriptor(3, b"\0\1\0" + descriptor(4, decoder) + descriptor(6, b"\x02")))
    return box(name, b"\0" * 6 + b"\0\1" + b"\0" * 8 + b"\0\1\0\x10\0\0\0\0\xbb\x80\0\0" + esds)


def movie(entry=None, handler=b"soun", tells=TELLS):
    table = box("stbl", full_box("stsd", b"\0\0\0\1" + (entry or sound_entry())) +
                full_box("stts", b"\0" * 4) + full_box("stsc", b"\0" * 4) + full_box("stsz", b"\0" * 8) +
                full_box("stco", b"\0" * 4))
    media = box("mdia", full_box("mdhd", struct.pack(">IIIII", 1, 1, 48_000, 0, 0x55C40000)) +
                full_box("hdlr", b"\0" * 4 + handler + b"\0" * 12 + tells + b"\0") +
                box("minf", full_box("smhd", b"\0" * 4) + table))
    trex = full_box("trex", struct.pack(">IIIII", 1, 1, 1024, 0, 0))
    return box("moov", full_box("mvhd", struct.pack(">II", 1, 1) + b"\0" * 88) +
               box("trak", full_box("tkhd", b"\0" * 80) + media) + box("mvex", trex) +
               box("udta", box("cxyz", tells)))


def mp4_fragment(frames, number_of=1):
    def moof(offset):
        sizes = b"".join(struct.pack(">I", len(frame)) for frame in frames)
        run = full_box("trun", struct.pack(">Ii", len(frames), offset) + sizes, 0x201)
        return box("moof", full_box("mfhd", struct.pack(">I", number_of)) +
                   box("traf", full_box("tfhd", struct.pack(">I", 1), 0x20000) +
                       full_box("tfdt", b"\0" * 4) + run))
    return moof(len(moof(0)) + 8) + box("mdat", b"".join(frames))


def mp4(frames=50, **of_movie):
    half = frames // 2
    return (box("ftyp", b"mp42\0\0\0\1mp42isom") + movie(**of_movie) + mp4_fragment([AAC_FRAME] * half, 1) +
            mp4_fragment([AAC_FRAME] * (frames - half), 2))
