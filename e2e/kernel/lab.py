"""Builds network namespaces, sends packets through them and tells what the kernel did.

Speaks JSON, one object a line: commands on standard input, answers on standard output. It expects to stand in a network
and mount namespace of its own (unshare -nm), with nothing else in it; every device and address is made in there.
"""

import contextlib
import ctypes
import errno
import fcntl
import json
import os
import select
import socket
import struct
import subprocess
import sys
import time

import netlink
from packet import PROTOCOLS, SCTP_TAG, build, header6, parse, stream

CLONE_NEWNET = 0x40000000
IP_PKTINFO = 8
IPV6_FLOWINFO = 11
VXLAN_PORT = 8472
SIOCETHTOOL = 0x8946
ETHTOOL_SGRO = 0x2C
RTO_MIN = "net/ipv4/tcp_rto_min_us"
NETNS = "/run/netns"
# A client's sequence numbers: of its SYN, and how much further on that of the next connection is.
BEGIN = 1000
LATER = 1_000_000
libc = ctypes.CDLL(None, use_errno=True)


class Failure(Exception):
    pass


def enter(fd):
    if libc.setns(fd, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def run(command, text):
    done = subprocess.run(command, input=text.encode(), capture_output=True)
    if done.returncode != 0:
        said = done.stderr.decode().strip()
        raise Failure(f"{' '.join(command)}: exit {done.returncode}: {said}\n--- input\n{text}")


def restore(texts, family):
    program = "iptables-legacy-restore" if family == socket.AF_INET else "ip6tables-legacy-restore"
    for text in texts:
        run([program, "-w", *(["--noflush"] if text["keep"] else [])], text["text"])


class Machine:
    """One namespace: its sockets see what its kernel delivers, its log socket what its rules do."""

    def __init__(self, name, family):
        self.name = name
        self.family = family
        self.fd = os.open(f"{NETNS}/{name}", os.O_RDONLY)
        self.sockets = {}
        self.listening = {}
        self.clients = {}
        self.trace = None
        self.raw = None

    def set_up(self, spec):
        enter(self.fd)
        for path, value in spec["sysctlsAfter"].items():
            write_sysctl(path, value)
        restore(spec["restore"], self.family)
        self.interfaces = dict(socket.if_nameindex())
        for name in spec["tunnels"]:
            never_merge(name)
        self.raw = socket.socket(self.family, socket.SOCK_RAW, socket.IPPROTO_RAW)
        icmp = "icmp" if self.family == socket.AF_INET else "icmpv6"
        for proto in ("tcp", "udp", icmp, "sctp"):
            sniffer = socket.socket(self.family, socket.SOCK_RAW, PROTOCOLS[proto])
            sniffer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
            if self.family == socket.AF_INET6:
                for option in (socket.IPV6_RECVPKTINFO, socket.IPV6_RECVHOPLIMIT, IPV6_FLOWINFO):
                    sniffer.setsockopt(socket.IPPROTO_IPV6, option, 1)
            self.add(sniffer, "delivered")
        self.listen(spec["listen"])
        if spec["trace"]:
            write_sysctl(f"net/netfilter/nf_log/{int(self.family)}", "nfnetlink_log")
            self.trace = netlink.open_trace()
            self.table = netlink.Conntrack()
            self.add(self.trace, "trace")
            self.add(self.table.events, "conntrack")
            self.seq = None

    def add(self, sock, role):
        sock.setblocking(False)
        self.sockets[sock] = role

    def listen(self, wanted):
        """These sockets and no others; connections stay."""
        ends = {(one["proto"], one["port"], one.get("address", "")) for one in wanted}
        for end in set(self.listening) - ends:
            sock = self.listening.pop(end)
            if sock:
                del self.sockets[sock]
                sock.close()
        for end in ends - set(self.listening):
            self.listening[end] = self.listener(*end)

    def listener(self, proto, port, address):
        """Not every kernel speaks SCTP: there the lab listens."""
        if proto == "sctp":
            return None
        tcp = proto == "tcp"
        sock = socket.socket(self.family, socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if not tcp and self.family == socket.AF_INET:
            sock.setsockopt(socket.IPPROTO_IP, IP_PKTINFO, 1)
        if not tcp and self.family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO, 1)
        sock.bind((address, port))
        if tcp:
            sock.listen(512)
        self.add(sock, "tcp server" if tcp else "udp server")
        return sock

    def client(self, proto, port):
        """A UDP socket on the client's port, so that an answer finds a process."""
        if proto != "udp" or port in self.clients:
            return
        enter(self.fd)
        sock = socket.socket(self.family, socket.SOCK_DGRAM)
        sock.bind(("", port))
        self.clients[port] = sock
        self.add(sock, "client")

    def close(self):
        for sock in self.sockets:
            sock.close()
        if self.raw:
            self.raw.close()
        if self.trace:
            self.table.close()
        os.close(self.fd)


def never_merge(name):
    """What a tunnel device receives stays the packets that it came as (GRO)."""
    value = ctypes.create_string_buffer(struct.pack("=II", ETHTOOL_SGRO, 0))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, SIOCETHTOOL, struct.pack("16sP16x", name.encode(), ctypes.addressof(value)))


def write_sysctl(path, value):
    # Not every kernel has them: tcp_rto_min_us since Linux 6.11; before, a server's FIN is sent again after 200 ms.
    if (path == RTO_MIN or "_timeout" in path) and not os.path.exists(f"/proc/sys/{path}"):
        return
    with open(f"/proc/sys/{path}", "w") as file:
        file.write(str(value))


class Lab:
    def __init__(self):
        self.home = os.open("/proc/self/ns/net", os.O_RDONLY)
        self.machines = {}

    def build(self, command):
        self.drop({})
        specs = command["machines"]
        self.family = socket.AF_INET if command["family"] == 4 else socket.AF_INET6
        run(["ip", "-batch", "-"], "".join(f"netns add {spec['ns']}\n" for spec in specs))
        for spec in specs:
            machine = self.machines[spec["ns"]] = Machine(spec["ns"], self.family)
            enter(machine.fd)
            for path, value in spec["sysctlsBefore"].items():
                write_sysctl(path, value)
        enter(self.home)
        run(["ip", "-batch", "-"], command["links"])
        for spec in specs:
            enter(self.machines[spec["ns"]].fd)
            run(["ip", "-batch", "-"], spec["ip"])
            if spec["bridge"]:
                run(["bridge", "-batch", "-"], spec["bridge"])
        for spec in specs:
            self.machines[spec["ns"]].set_up(spec)
        enter(self.home)
        return {}

    def reload(self, command):
        """Other rules, other sockets that listen; flows, connections and all else stay."""
        for spec in command["machines"]:
            machine = self.machines[spec["ns"]]
            enter(machine.fd)
            machine.listen(spec["listen"])
            if spec["trace"]:
                restore(spec["restore"], self.family)
        enter(self.home)
        return {}

    def forget(self, _command):
        """Empties every conntrack table."""
        for _, machine in self.traced():
            machine.table.flush(self.family)
        return {}

    def drop(self, _command):
        enter(self.home)
        names = list(self.machines)
        for machine in self.machines.values():
            machine.close()
        self.machines = {}
        self.flows = {}
        self.begins = {}
        if names:
            run(["ip", "-batch", "-"], "".join(f"netns del {name}\n" for name in names))
        return {}

    def source(self, command):
        """The address that the kernel would give a socket that connects to `dst`, or the error it reports."""
        machine = self.machines[command["ns"]]
        enter(machine.fd)
        with socket.socket(self.family, socket.SOCK_DGRAM) as sock:
            try:
                sock.connect((command["dst"], command.get("port") or 9))
                return {"source": sock.getsockname()[0]}
            except OSError as error:
                return {"error": errno.errorcode.get(error.errno, str(error.errno))}
            finally:
                enter(self.home)

    def begin(self):
        """What has come since the last packet is none of the next one's doing."""
        self.seen = {"events": [], "delivered": [], "lost": []}
        self.collect(0, 0)
        late = self.seen
        self.seen = {"events": [], "delivered": [], "lost": late["lost"]}
        return late["events"]

    def shut(self, command):
        """A server ends a connection; what its client answers is sent by hand, behind it."""
        late = self.begin()
        end = (command["port"], command["peer"]["ip"], command["peer"]["port"])
        machine = self.machines[command["ns"]]
        for connection in [sock for sock, role in machine.sockets.items() if role == "connection"]:
            with contextlib.suppress(OSError):
                if (connection.getsockname()[1], *connection.getpeername()[:2]) == end:
                    connection.shutdown(socket.SHUT_WR)
        self.collect(command.get("quiet", 3), 2000)
        for seen in self.seen["delivered"]:
            answer = seen["packet"]
            flow = (seen["machine"], *(answer.get(key) for key in ("dst", "dport", "src", "sport")))
            if flow in self.flows and "FIN" in answer["flags"]:
                self.flows[flow]["ack"] = (answer["seq"] + answer["data"] + 1) & 0xFFFFFFFF
                # It will wait for old segments, and takes a SYN that begins behind them.
                self.begins[flow] = self.begins.get(flow, BEGIN) + LATER
        return {"error": None, "late": late, **self.what_was_seen()}

    def send(self, command):
        machine = self.machines[command["ns"]]
        packet = command["packet"]
        machine.client(packet["proto"], packet["sport"])
        enter(self.home)
        self.silent = command.get("silent", False)
        late = [] if command.get("more") else self.begin()
        before = len(self.seen["delivered"])
        error = None
        flow = (command["ns"], packet["src"], packet["sport"], packet["dst"], packet["dport"])
        self.answer_size = command.get("answer", 1)
        if "SYN" in packet["flags"]:
            packet = {**packet, "seq": self.begins.get(flow, BEGIN)}
        if packet["proto"] == "tcp" and "SYN" not in packet["flags"]:
            packet = {**packet, **self.flows.get(flow, {})}
            # A SYN was answered by an ACK for something else: a RST tells it so.
            if command.get("more") and packet["flags"] == ["RST"]:
                packet["seq"] = self.acknowledged
        if "PSH" in packet["flags"]:
            packet.setdefault("data", 1)
        try:
            for piece in build(packet):
                machine.raw.sendto(piece, (packet["dst"], 0))
        except OSError as problem:
            error = errno.errorcode.get(problem.errno, str(problem.errno))
        self.collect(command.get("quiet", 3), command.get("longest", 2000))
        self.keep_up(flow, packet, self.seen["delivered"][before:])
        return {"error": error, "late": late, **self.what_was_seen()}

    def wait(self, command):
        """All that the last packet has caused, once more has had time to happen."""
        self.collect(command["quiet"], command["quiet"] * 2)
        return self.what_was_seen()

    def what_was_seen(self):
        for _, machine in self.traced():
            machine.table.refresh(self.family)
        tables = {name: list(machine.table.entries.values()) for name, machine in self.traced()}
        return {**self.seen, "conntrack": tables}

    def keep_up(self, flow, packet, delivered):
        """Remembers where a TCP flow stands, so that its next packet is one that the server accepts."""
        if packet["proto"] != "tcp":
            return
        back = (flow[3], flow[4], flow[1], flow[2])
        answers = [
            seen["packet"]
            for seen in delivered
            if seen["machine"] == flow[0] and back == tuple(seen["packet"][end] for end in ("src", "sport", "dst", "dport"))
        ]
        if "RST" in packet["flags"]:
            self.flows.pop(flow, None)
        elif flow in self.flows and answers:
            self.flows[flow]["seq"] += packet.get("data", 0) + ("FIN" in packet["flags"])
        for answer in answers:
            self.acknowledged = answer["ack"]
            end = (answer["seq"] + answer["data"] + bool({"SYN", "FIN"} & set(answer["flags"]))) & 0xFFFFFFFF
            if {"SYN", "ACK"} <= set(answer["flags"]):
                self.flows[flow] = {"seq": self.begins.get(flow, BEGIN) + 1, "ack": end}
            elif "RST" in answer["flags"]:
                self.flows.pop(flow, None)
            elif flow in self.flows and answer["seq"] == self.flows[flow]["ack"]:
                self.flows[flow]["ack"] = end
            if flow in self.flows and "time" in answer:
                self.flows[flow]["echo"] = answer["time"]

    def table(self, _command):
        """The conntrack tables as a dump shows them."""
        return {"conntrack": {name: list(machine.table.dump(self.family).values()) for name, machine in self.traced()}}

    def traced(self):
        return [(name, machine) for name, machine in self.machines.items() if machine.trace]

    def collect(self, quiet, longest):
        """Reads until nothing has come for `quiet` milliseconds."""
        poll = select.epoll()
        where = {}
        for machine in self.machines.values():
            for sock, role in machine.sockets.items():
                poll.register(sock, select.EPOLLIN)
                where[sock.fileno()] = (machine, sock, role)
        self.poll, self.where = poll, where
        end = time.monotonic() + longest / 1000
        while True:
            ready = poll.poll(quiet / 1000, 256)
            for fd, _ in ready:
                self.read(*where[fd])
            if not ready or time.monotonic() > end:
                break
        poll.close()

    def read(self, machine, sock, role):
        try:
            if role == "trace":
                self.read_trace(machine, sock)
            elif role == "conntrack":
                machine.table.read()
            elif role == "delivered":
                packet = parse(sock.recv(4096) if machine.family == socket.AF_INET else self.with_header(sock))
                if packet and (packet.get("dport") != VXLAN_PORT or packet["proto"] != "udp"):
                    self.seen["delivered"].append({"machine": machine.name, "packet": packet})
                    if packet.get("chunk") == "INIT":
                        self.answer_sctp(machine, packet)
            elif role == "udp server":
                self.answer(sock)
            elif role == "tcp server":
                connection, _ = sock.accept()
                # Its answer is the acknowledgement too, and does not wait for one.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 0)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                machine.add(connection, "connection")
                self.poll.register(connection, select.EPOLLIN)
                self.where[connection.fileno()] = (machine, connection, "connection")
            elif role == "connection":
                self.serve(machine, sock)
            elif role == "client":
                sock.recv(2048)
        except BlockingIOError:
            pass
        except OSError as error:
            # A client's socket is told of ICMP errors this way; the error itself was seen on the raw socket.
            if error.errno == errno.ENOBUFS or role not in ("client", "udp server"):
                self.seen["lost"].append(f"{machine.name} {role}: {errno.errorcode.get(error.errno)}")

    def serve(self, machine, connection):
        """A server that answers at once, and closes when its client does."""
        with contextlib.suppress(ConnectionResetError):
            if connection.recv(65536):
                connection.sendall(stream(self.answer_size))
                return
        del machine.sockets[connection]
        connection.close()

    def read_trace(self, machine, sock):
        for event in netlink.read_trace(sock, machine.interfaces):
            if event["seq"] is None:
                continue
            if machine.seq is not None and event["seq"] != machine.seq + 1:
                self.seen["lost"].append(f"{machine.name}: log sequence {machine.seq} is followed by {event['seq']}")
            machine.seq = event["seq"]
            event["machine"] = machine.name
            if event["packet"]:
                self.seen["events"].append(event)

    def with_header(self, sock):
        """What an IPv6 raw socket reads, with the header that it came behind."""
        data, control, _, peer = sock.recvmsg(4096, 256)
        told = {kind: info for level, kind, info in control if level == socket.IPPROTO_IPV6}
        src = socket.inet_pton(socket.AF_INET6, peer[0].split("%")[0])
        ttl = struct.unpack("=i", told[socket.IPV6_HOPLIMIT])[0]
        # Absent where it is 0.
        label = struct.unpack("!I", told.get(IPV6_FLOWINFO, bytes(4)))[0] & 0xFFFFF
        return header6(src, told[socket.IPV6_PKTINFO][:16], sock.proto, ttl, label, len(data)) + data

    def answer_sctp(self, machine, packet):
        """Answers an INIT as a kernel with these sockets would."""
        src, dst, sport, dport = packet["dst"], packet["src"], packet["dport"], packet["sport"]
        listening = ("sctp", sport, "") in machine.listening
        if listening and self.silent:
            return
        chunk = "INIT_ACK" if listening else "ABORT"
        back = {**packet, "src": src, "dst": dst, "sport": sport, "dport": dport, "ttl": 64, "id": 1}
        with contextlib.suppress(OSError):
            for piece in build({**back, "chunk": chunk, "tag": SCTP_TAG}):
                machine.raw.sendto(piece, (dst, 0))

    def answer(self, sock):
        data, control, _, peer = sock.recvmsg(65536, 256)
        if self.silent:
            return
        # struct in_pktinfo: ifindex, the address to answer from, the header's destination.
        for level, kind, info in control:
            if level == socket.IPPROTO_IPV6 and kind == socket.IPV6_PKTINFO:
                sock.sendmsg([data], [(level, kind, info[:16] + bytes(4))], 0, peer)
            if level == socket.IPPROTO_IP and kind == IP_PKTINFO:
                sock.sendmsg([data], [(level, kind, b"\0\0\0\0" + info[8:12] + b"\0\0\0\0")], 0, peer)


def main():
    lab = Lab()
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = getattr(lab, command["op"])(command)
        except (Failure, OSError, KeyError) as problem:
            enter(lab.home)
            answer = {"failure": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer, separators=(",", ":")), flush=True)


main()
