"""Raw IP packets: made from and read into plain dictionaries."""

import socket
import struct

PROTOCOLS = {"icmp": 1, "tcp": 6, "udp": 17, "icmpv6": 58, "sctp": 132}
NAMES = {number: name for name, number in PROTOCOLS.items()}
FLAGS = {"FIN": 1, "SYN": 2, "RST": 4, "PSH": 8, "ACK": 16}
ECHO_REQUEST = 8
VXLAN_PORT = 8472
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


def _payload(spec):
    proto = spec["proto"]
    ports = struct.pack("!HH", spec.get("sport", 0), spec.get("dport", 0))
    if proto == "tcp":
        flags = sum(FLAGS[name] for name in spec["flags"])
        offset = 5 << 12
        seq, ack = spec.get("seq", 1000), spec.get("ack", 0)
        return ports + struct.pack("!IIHHHH", seq, ack, offset | flags, 65535, 0, 0) + spec.get("data", "").encode(), 16
    if proto == "udp":
        data = b"ping"
        return ports + struct.pack("!HH", 8 + len(data), 0) + data, 6
    if proto == "sctp":
        # An INIT chunk: verification tag 0, initiate tag 1, window, one stream each way, first TSN.
        init = struct.pack("!BBHIIHHI", 1, 0, 20, 1, 65535, 1, 1, 1)
        return ports + struct.pack("!II", 0, 0) + init, 8
    if proto == "icmp":
        return struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, spec["sport"], 1) + b"ping", 2
    raise ValueError(f"cannot make a {proto} packet")


def build(spec):
    """The bytes of an IPv4 packet, with all checksums right."""
    payload, at = _payload(spec)
    src, dst = socket.inet_aton(spec["src"]), socket.inet_aton(spec["dst"])
    number = PROTOCOLS[spec["proto"]]
    if spec["proto"] == "sctp":
        check = struct.pack("<I", crc32c(payload))
    else:
        pseudo = b"" if spec["proto"] == "icmp" else src + dst + struct.pack("!BBH", 0, number, len(payload))
        check = struct.pack("!H", ones_complement(pseudo + payload))
    if spec.get("badChecksum"):
        check = bytes(b ^ 0x5A for b in check)
    payload = payload[:at] + check + payload[at + len(check) :]
    total = 20 + len(payload)
    header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, total, spec["id"], 0x4000, spec["ttl"], number, 0, src, dst)
    return header[:10] + struct.pack("!H", ones_complement(header)) + header[12:] + payload


def parse(data):
    """What Hopscope's `Packet` says, plus the IP id."""
    if len(data) < 20 or data[0] >> 4 != 4:
        return {"bad": data.hex()}
    head = (data[0] & 15) * 4
    ident = struct.unpack_from("!H", data, 4)[0]
    number = data[9]
    packet = {
        "family": 4,
        "src": socket.inet_ntoa(data[12:16]),
        "dst": socket.inet_ntoa(data[16:20]),
        "ttl": data[8],
        "proto": NAMES.get(number, str(number)),
        "sport": 0,
        "dport": 0,
        "flags": [],
        "id": ident,
    }
    rest = data[head:]
    if number in (6, 17, 132) and len(rest) >= 4:
        packet["sport"], packet["dport"] = struct.unpack_from("!HH", rest)
        if number == 17 and packet["dport"] == VXLAN_PORT and len(rest) >= VXLAN_INNER:
            packet["vxlan"] = {"vni": int.from_bytes(rest[12:15], "big"), "inner": parse(rest[VXLAN_INNER:])}
        if number == 6 and len(rest) >= 14:
            packet["flags"] = [name for name, bit in FLAGS.items() if rest[13] & bit]
            packet["seq"] = struct.unpack_from("!I", rest, 4)[0]
    elif number == 1 and len(rest) >= 8:
        kind, code, _, echo = struct.unpack_from("!BBHH", rest)
        icmp = {"type": kind, "code": code}
        if kind in (0, 8):
            icmp["id"] = echo
        elif kind in (3, 4, 5, 11, 12):
            icmp["quoted"] = parse(rest[8:])
        packet["icmp"] = icmp
    return packet
