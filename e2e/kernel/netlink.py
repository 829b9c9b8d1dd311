"""The two netfilter netlink families that the lab reads: the packet log (trace events) and the conntrack table."""

import errno
import socket
import struct

from packet import NAMES, parse

NETLINK_NETFILTER = 12
NLM_REQUEST, NLM_ACK, NLM_DUMP = 1, 4, 0x300
ERROR, DONE = 2, 3
NESTED = 0x8000
ULOG, CTNETLINK = 4, 1
SO_RCVBUFFORCE = 33
HOOKS = ["prerouting", "input", "forward", "output", "postrouting"]


def attributes(data):
    found, at = {}, 0
    while at + 4 <= len(data):
        size, kind = struct.unpack_from("=HH", data, at)
        if size < 4:
            break
        found[kind & 0x3FFF] = data[at + 4 : at + size]
        at += (size + 3) & ~3
    return found


def attribute(kind, value):
    size = 4 + len(value)
    return struct.pack("=HH", size, kind) + value + b"\0" * (-size % 4)


def request(kind, flags, family, resource, body=b""):
    payload = struct.pack("!BBH", family, 0, resource) + body
    return struct.pack("=IHHII", 16 + len(payload), kind, flags, 1, 0) + payload


def messages(data):
    at = 0
    while at + 16 <= len(data):
        size, kind = struct.unpack_from("=IH", data, at)
        yield kind, data[at + 16 : at + size]
        at += (size + 3) & ~3


def open_socket(buffer):
    sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
    try:
        sock.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, buffer)
    except PermissionError:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.bind((0, 0))
    return sock


def _acknowledged(sock, message, what):
    sock.send(message)
    for kind, body in messages(sock.recv(65536)):
        if kind == ERROR:
            code = -struct.unpack_from("=i", body)[0]
            if code:
                raise OSError(code, f"{what}: {errno.errorcode.get(code, code)}")


def open_trace():
    """Listens on log group 0, where TRACE writes once nf_log is nfnetlink_log. One message an event, none held back."""
    sock = open_socket(16 << 20)
    config = (ULOG << 8) | 1
    flags = NLM_REQUEST | NLM_ACK
    _acknowledged(sock, request(config, flags, 0, 0, attribute(1, b"\x01")), "bind log group 0")
    _acknowledged(sock, request(config, flags, 0, 0, attribute(2, struct.pack("!IBB", 256, 2, 0))), "copy packets")
    _acknowledged(sock, request(config, flags, 0, 0, attribute(5, struct.pack("!I", 1))), "queue threshold")
    # Sequence numbers: a gap is a loss.
    _acknowledged(sock, request(config, flags, 0, 0, attribute(6, struct.pack("!H", 1))), "log flags")
    sock.setblocking(False)
    return sock


def _tuple(data):
    fields = attributes(data)
    addresses, proto = attributes(fields[1]), attributes(fields[2])
    name = NAMES.get(proto[1][0], str(proto[1][0]))
    text = lambda v4, v6: (
        socket.inet_ntop(socket.AF_INET, addresses[v4]) if v4 in addresses else socket.inet_ntop(socket.AF_INET6, addresses[v6])
    )
    number = lambda key: struct.unpack("!H", proto[key])[0] if key in proto else 0
    made = {"proto": name, "src": text(1, 3), "dst": text(2, 4), "sport": number(2), "dport": number(3)}
    for ident, kind, code in ((4, 5, 6), (7, 8, 9)):
        if ident in proto:
            made["sport"], made["dport"] = number(ident), proto[kind][0] * 256 + proto[code][0]
    return made


TCP_STATES = ["NONE", "SYN_SENT", "SYN_RECV", "ESTABLISHED", "FIN_WAIT", "CLOSE_WAIT", "LAST_ACK", "TIME_WAIT", "CLOSE", "SYN_SENT2"]


SCTP_STATES = ["NONE", "CLOSED", "COOKIE_WAIT", "COOKIE_ECHOED", "ESTABLISHED"]


def _state(fields):
    """Absent from announcements that are about something else."""
    told = attributes(fields.get(4, b""))
    for kind, names in ((1, TCP_STATES), (3, SCTP_STATES)):
        state = attributes(told.get(kind, b""))
        if 1 in state:
            return names[state[1][0]]
    return None


def _entry(fields, before=None):
    status = struct.unpack("!I", fields[3])[0] if 3 in fields else 0
    return {
        "original": _tuple(fields[1]),
        "reply": _tuple(fields[2]),
        "replied": bool(status & 2),
        "confirmed": bool(status & 8),
        "srcNat": bool(status & 16),
        "dstNat": bool(status & 32),
        "state": _state(fields) or (before or {}).get("state"),
    }


def _lifetime(fields):
    word = lambda key: struct.unpack("!I", fields[key])[0] if key in fields else 0
    return {"assured": bool(word(3) & 4), "left": word(7), "mark": word(8)}


def read_trace(sock, interfaces):
    """Every event waiting: where in the rules, and the packet as it stood when the rule matched."""
    events = []
    while True:
        try:
            data = sock.recv(1 << 16)
        except BlockingIOError:
            return events
        for kind, body in messages(data):
            if kind != (ULOG << 8):
                continue
            fields = attributes(body[4:])
            prefix = fields.get(10, b"").rstrip(b"\0").decode().strip()
            if not prefix.startswith("TRACE: "):
                continue
            table, chain, what, number = prefix[len("TRACE: ") :].split(":")
            word = lambda key: struct.unpack("!I", fields[key])[0] if key in fields else 0
            name = lambda key: interfaces.get(word(key), str(word(key))) if key in fields else None
            packet = parse(fields[9])
            event = {
                # Absent in what was logged before log flags were set.
                "seq": word(12) if 12 in fields else None,
                "hook": HOOKS[fields[1][2]],
                "table": table,
                "chain": chain,
                "what": what,
                "number": int(number),
                "mark": word(2),
                "iif": name(4),
                "oif": name(5),
                "packet": packet,
            }
            events.append(event)


class Conntrack:
    """The table of one namespace, kept by the kernel's own announcements; a dump walks all buckets and takes long."""

    def __init__(self):
        self.sock = open_socket(4 << 20)
        # Announcements of new, changed and destroyed entries: multicast groups 1, 2 and 3.
        self.events = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_NETFILTER)
        self.events.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self.events.bind((0, 7))
        self.events.setblocking(False)
        self.entries = {}
        self.keys = {}

    def read(self):
        """Takes in what has been announced."""
        while True:
            try:
                data = self.events.recv(1 << 16)
            except BlockingIOError:
                return
            for kind, body in messages(data):
                fields = attributes(body[4:])
                if 1 not in fields:
                    continue
                if kind & 0xFF == 2:
                    self.entries.pop(fields[12], None)
                else:
                    self.entries[fields[12]] = _entry(fields, self.entries.get(fields[12]))
                    self.keys[fields[12]] = fields[1]

    def refresh(self, family):
        """A packet that is dropped is not announced, though it changes the entry: asks for those that it may have changed."""
        latest = set(list(self.entries)[-20:])
        for ident, entry in list(self.entries.items()):
            if entry["replied"] and (entry["original"]["proto"] != "tcp" or ident not in latest):
                continue
            key = attribute(1 | NESTED, self.keys[ident])
            self.sock.send(request((CTNETLINK << 8) | 1, NLM_REQUEST, family, 0, key))
            for kind, body in messages(self.sock.recv(1 << 16)):
                if kind == ERROR:
                    self.entries.pop(ident, None)
                else:
                    self.entries[ident] = _entry(attributes(body[4:]))

    def dump(self, family):
        """The whole table, as `conntrack -L` would show it, with what is never announced."""
        self.sock.send(request((CTNETLINK << 8) | 1, NLM_REQUEST | NLM_DUMP, family, 0))
        entries = {}
        while True:
            for kind, body in messages(self.sock.recv(1 << 17)):
                if kind == DONE:
                    return entries
                if kind == ERROR:
                    raise OSError(-struct.unpack_from("=i", body)[0], "conntrack dump")
                fields = attributes(body[4:])
                if 1 in fields and 2 in fields:
                    entries[fields[12]] = {"entry": _entry(fields), **_lifetime(fields)}

    def flush(self, family):
        _acknowledged(self.sock, request((CTNETLINK << 8) | 2, NLM_REQUEST | NLM_ACK, family, 0), "flush conntrack")

    def close(self):
        self.sock.close()
        self.events.close()
