"""Raw IP packets: made from and read into plain dictionaries."""

import socket
import struct

PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58, "sctp": 132}
NAMES = {number: name for name, number in PROTOCOLS.items()}
FLAGS = {"FIN": 1, "SYN": 2, "RST": 4, "PSH": 8, "ACK": 16}
CHUNKS = {"INIT": 1, "INIT_ACK": 2, "ABORT": 6}
CHUNK_NAMES = {number: name for name, number in CHUNKS.items()}
FRAGMENT = 44
# Of both ends: what the other one has to put into the header.
SCTP_TAG = 1
ECHO_REQUEST = {4: 8, 6: 128}
# By protocol number: types of echo, and of errors, which quote a packet.
ECHO = {1: (0, 8), 58: (128, 129)}
ERRORS = {1: (3, 4, 5, 11, 12), 58: (1, 2, 3, 4)}
TOO_BIG = {1: ((3, 4),), 58: ((2, 0),)}
TOLD = ECHO[58] + ERRORS[58]
VXLAN_PORT = 8472
FIRST = b"a"
# A SYN's window is not scaled; what a timestamp says, nobody here minds, as long as it does not go back.
WINDOW_SCALE = 0
TIMESTAMP = 1000
# The inner packet comes behind UDP's, VXLAN's and the inner frame's headers.
VXLAN_INNER = 8 + 8 + 14


def ones_complement(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def _chunk(name):
    if name == "ABORT":
        return struct.pack("!BBH", CHUNKS[name], 0, 4)
    # Initiate tag, window, one stream each way, first TSN.
    return struct.pack("!BBHIIHHI", CHUNKS[name], 0, 20, SCTP_TAG, 65535, 1, 1, 1)


def stream(size):
    """What a program writes at once: its first byte tells a segment that begins it from those behind."""
    return FIRST + b"b" * (size - 1) if size else b""


def _options(spec):
    """TCP's, as Linux sends them: a RST has none."""
    if "RST" in spec["flags"]:
        return b""
    timestamps = struct.pack("!BBII", 8, 10, TIMESTAMP, spec.get("echo", 0))
    if "SYN" not in spec["flags"]:
        return b"\1\1" + timestamps
    return struct.pack("!BBH", 2, 4, spec.get("mss", 536)) + b"\4\2" + timestamps + bytes((1, 3, 3, WINDOW_SCALE))


def _read_options(packet, options):
    """The longest segment that it takes, and the time that is to be echoed."""
    at = 0
    while at + 1 < len(options) and options[at]:
        kind, size = options[at], options[at + 1]
        if kind == 1:
            at += 1
            continue
        if kind == 2 and size == 4:
            packet["mss"] = struct.unpack_from("!H", options, at + 2)[0]
        if kind == 8 and size == 10:
            packet["time"] = struct.unpack_from("!I", options, at + 2)[0]
        at += max(size, 2)


def _payload(spec):
    proto = spec["proto"]
    ports = struct.pack("!HH", spec.get("sport", 0), spec.get("dport", 0))
    if proto == "tcp":
        flags = sum(FLAGS[name] for name in spec["flags"])
        seq, ack = spec.get("seq", 1000), spec.get("ack", 0)
        options = _options(spec)
        offset = 5 + len(options) // 4 << 12
        header = ports + struct.pack("!IIHHHH", seq, ack, offset | flags, 65535, 0, 0) + options
        return header + stream(spec.get("data", 0)), 16
    if proto == "udp":
        data = b"p" * spec.get("data", 4)
        return ports + struct.pack("!HH", 8 + len(data), 0) + data, 6
    if proto == "sctp":
        return ports + struct.pack("!II", spec.get("tag", 0), 0) + _chunk(spec["chunk"]), 8
    if proto in ("icmp", "icmpv6"):
        return struct.pack("!BBHHH", ECHO_REQUEST[spec["family"]], 0, 0, spec["sport"], 1) + b"p" * spec.get("data", 4), 2
    raise ValueError(f"cannot make a {proto} packet")


def build(spec):
    """A packet, or its fragments if it is longer than `mtu`, with all checksums right. IPv6 has no identification: the flow
    label carries it."""
    payload, at = _payload(spec)
    family = socket.AF_INET if spec["family"] == 4 else socket.AF_INET6
    src, dst = (socket.inet_pton(family, spec[end]) for end in ("src", "dst"))
    number = PROTOCOLS[spec["proto"]]
    if spec["proto"] == "sctp":
        check = struct.pack("<I", crc32c(payload))
    else:
        form = "!BBH" if spec["family"] == 4 else "!xxxxBBH"
        pseudo = b"" if spec["proto"] == "icmp" else src + dst + struct.pack(form, 0, number, len(payload))
        check = struct.pack("!H", ones_complement(pseudo + payload))
    if spec.get("badChecksum"):
        check = bytes(b ^ 0x5A for b in check)
    payload = payload[:at] + check + payload[at + len(check) :]
    limit = spec.get("mtu", 65535)
    if spec["family"] == 6:
        label, ttl = spec["id"], spec["ttl"]
        if 40 + len(payload) <= limit:
            return [header6(src, dst, number, ttl, label, len(payload)) + payload]
        return [
            header6(src, dst, FRAGMENT, ttl, label, 8 + len(part)) + struct.pack("!BBHI", number, 0, at | more, label) + part
            for at, more, part in _parts(payload, limit - 48)
        ]
    whole = 20 + len(payload) <= limit
    flags = 0x4000 if whole and spec.get("df", True) else 0
    packets = []
    for at, more, part in _parts(payload, limit - 20):
        offset = at >> 3 | more << 13 | flags
        header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(part), spec["id"], offset, spec["ttl"], number, 0, src, dst)
        packets.append(header[:10] + struct.pack("!H", ones_complement(header)) + header[12:] + part)
    return packets


def _parts(payload, most):
    """Where each fragment begins, whether more follow, its bytes."""
    step = len(payload) if len(payload) <= most else most & ~7
    return [(at, int(at + step < len(payload)), payload[at : at + step]) for at in range(0, len(payload), step)]


def header6(src, dst, number, ttl, label, length):
    return struct.pack("!IHBB16s16s", 6 << 28 | label, length, number, ttl, src, dst)


def parse(data):
    """What Hopscope's `Packet` says, plus the IP id (the flow label). None of what IPv6 says to its neighbours."""
    version = data[0] >> 4 if data else 0
    if version == 4 and len(data) >= 20:
        ident, number, ttl = struct.unpack_from("!H", data, 4)[0], data[9], data[8]
        src, dst = socket.inet_ntoa(data[12:16]), socket.inet_ntoa(data[16:20])
        rest = data[(data[0] & 15) * 4 :]
        length = struct.unpack_from("!H", data, 2)[0] - (data[0] & 15) * 4
    elif version == 6 and len(data) >= 40:
        ident, number, ttl = struct.unpack_from("!I", data)[0] & 0xFFFFF, data[6], data[7]
        src, dst = (socket.inet_ntop(socket.AF_INET6, data[at : at + 16]) for at in (8, 24))
        rest = data[40:]
        length = struct.unpack_from("!H", data, 4)[0]
        if number == FRAGMENT and len(rest) >= 8:
            number, offset = rest[0], struct.unpack_from("!H", rest, 2)[0] >> 3
            rest = rest[8:]
            # Of an error about each fragment, the one about the first tells all.
            if offset:
                return None
        # Hop-by-hop options: multicast listener reports have them, nothing else here.
        if number == 0 or (number == 58 and rest and rest[0] not in TOLD):
            return None
    else:
        return {"bad": data.hex()}
    packet = {
        "family": version,
        "src": src,
        "dst": dst,
        "ttl": ttl,
        "proto": NAMES.get(number, str(number)),
        "sport": 0,
        "dport": 0,
        "flags": [],
        "id": ident,
    }
    if number in (6, 17, 132) and len(rest) >= 4:
        packet["sport"], packet["dport"] = struct.unpack_from("!HH", rest)
        if number == 17 and packet["dport"] == VXLAN_PORT and len(rest) >= VXLAN_INNER:
            packet["vxlan"] = {"vni": int.from_bytes(rest[12:15], "big"), "inner": parse(rest[VXLAN_INNER:])}
            if packet["vxlan"]["inner"] is None:
                return None
        if number == 132 and len(rest) >= 13:
            packet["chunk"] = CHUNK_NAMES.get(rest[12], str(rest[12]))
        if number == 6 and len(rest) >= 14:
            packet["flags"] = [name for name, bit in FLAGS.items() if rest[13] & bit]
            packet["seq"], packet["ack"] = struct.unpack_from("!II", rest, 4)
            header = (rest[12] >> 4) * 4
            # What is logged is not the whole packet; an error quotes little of it.
            packet["data"] = length - header
            packet["begins"] = rest[header : header + 1] in (b"", FIRST)
            _read_options(packet, rest[20:header])
    elif number in ECHO and len(rest) >= 8:
        kind, code, _, echo = struct.unpack_from("!BBHH", rest)
        icmp = {"type": kind, "code": code}
        if kind in ECHO[number]:
            icmp["id"] = echo
        elif kind in ERRORS[number]:
            icmp["quoted"] = parse(rest[8:])
            if icmp["quoted"] is None:
                return None
        if (kind, code) in TOO_BIG[number]:
            icmp["mtu"] = struct.unpack_from("!I", rest, 4)[0]
        packet["icmp"] = icmp
    return packet
