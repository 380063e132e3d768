#!/usr/bin/env python3
"""A small wide-area network on one machine: hosts as network namespaces, and a router between them.

usage: wan.py NET HOST...        needs root, iproute2 and /dev/net/tun; no netem in the kernel

Each host has one TUN interface; this process moves their packets and applies one-way delay, jitter, loss
and a rate limit. It takes one JSON array a line on standard input and answers each with one JSON line:

  ["set", {"delay": ms, "jitter": ms, "loss": percent, "rate": Mbit/s}]   each optional; 0 is none
  ["set", {...}, HOST]                 for what that host sends alone
  ["cut", HOST]  ["join", HOST]        unplug a host, plug it in again
  ["block", A, B]  ["unblock", A, B]   no direct path between two hosts
  ["udp", "on" | "off"]                pass or drop UDP
  ["renumber", HOST]                   a new address; the old one is gone
  ["stats"]

At the end of standard input all of it is removed, so a network never outlives the test that made it.
"""
import fcntl
import heapq
import json
import os
import random
import select
import signal
import socket
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
MTU = 1400
UDP = 17
# Seconds of packets that wait before a full link drops.
QUEUE_DEPTH = 0.3
CLEAR = {"delay": 0, "jitter": 0, "loss": 0, "rate": 0}


def ip(*words, check=True):
    return subprocess.run(["ip", *words], check=check, capture_output=True, text=True)


class Host:
    def __init__(self, name, namespace, device, descriptor):
        self.name, self.namespace, self.device, self.descriptor = name, namespace, device, descriptor
        self.address, self.free_at, self.conditions = None, 0.0, None


class Router:
    def __init__(self, net, names):
        self.subnet = f"10.{20 + os.getpid() % 200}.{os.getpid() // 200 % 250}"
        self.next_number = 10
        self.hosts, self.by_address, self.by_descriptor = {}, {}, {}
        self.conditions = dict(CLEAR)
        self.cut, self.blocked, self.udp = set(), set(), True
        self.queue, self.order = [], 0
        self.counts = {"packets": 0, "bytes": 0, "dropped": 0}
        for index, name in enumerate(names):
            self.add(name, f"{net}-{name}", f"tc{os.getpid()}t{index}")

    def add(self, name, namespace, device):
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH", device.encode(), IFF_TUN | IFF_NO_PI))
        ip("netns", "add", namespace)
        host = self.hosts[name] = Host(name, namespace, device, descriptor)
        self.by_descriptor[descriptor] = host
        ip("link", "set", device, "netns", namespace)
        ip("-n", namespace, "link", "set", "lo", "up")
        ip("-n", namespace, "link", "set", device, "mtu", str(MTU), "up")
        self.number(host)

    def number(self, host):
        old = host.address
        host.address = f"{self.subnet}.{self.next_number}"
        self.next_number += 1
        if old:  # first, as a kernel may take a secondary address away with the primary
            ip("-n", host.namespace, "addr", "del", f"{old}/24", "dev", host.device)
            del self.by_address[old]
        ip("-n", host.namespace, "addr", "add", f"{host.address}/24", "dev", host.device)
        ip("-n", host.namespace, "route", "replace", "default", "dev", host.device)
        self.by_address[host.address] = host
        return host.address

    def passes(self, source, target, packet, conditions):
        return (target is not None and socket.inet_ntoa(packet[12:16]) == source.address
                and source.name not in self.cut and target.name not in self.cut
                and frozenset((source.name, target.name)) not in self.blocked
                and (self.udp or packet[9] != UDP)
                and random.random() * 100 >= conditions["loss"])

    def accept(self, source, packet):
        if len(packet) < 20 or packet[0] >> 4 != 4:
            return
        conditions = source.conditions or self.conditions
        target = self.by_address.get(socket.inet_ntoa(packet[16:20]))
        if not self.passes(source, target, packet, conditions):
            self.counts["dropped"] += 1
            return
        now = start = time.monotonic()
        if conditions["rate"]:
            start = max(now, source.free_at)
            if start - now > QUEUE_DEPTH:
                self.counts["dropped"] += 1
                return
            start += len(packet) * 8 / (conditions["rate"] * 1e6)
            source.free_at = start
        due = start + (conditions["delay"] + random.random() * conditions["jitter"]) / 1000
        self.order += 1
        heapq.heappush(self.queue, (due, self.order, target, packet))

    def deliver(self):
        while self.queue and self.queue[0][0] <= time.monotonic():
            _, _, target, packet = heapq.heappop(self.queue)
            try:
                if target.name in self.cut:
                    raise OSError("unplugged")
                os.write(target.descriptor, packet)
                self.counts["packets"] += 1
                self.counts["bytes"] += len(packet)
            except OSError:
                self.counts["dropped"] += 1

    def command(self, verb, *words):
        if verb == "set":
            if len(words) > 1:
                host = self.hosts[words[1]]
                host.conditions = {**(host.conditions or self.conditions), **words[0]}
            else:
                self.conditions.update(words[0])
        elif verb == "cut":
            self.cut.add(self.hosts[words[0]].name)
        elif verb == "join":
            self.cut.discard(words[0])
        elif verb == "block":
            self.blocked.add(frozenset(words))
        elif verb == "unblock":
            self.blocked.discard(frozenset(words))
        elif verb == "udp":
            self.udp = words[0] == "on"
        elif verb == "renumber":
            return self.number(self.hosts[words[0]])
        elif verb == "stats":
            return self.counts
        else:
            raise ValueError(f"unknown command {verb}")
        return None

    def serve(self):
        poll = select.epoll()
        for descriptor in [*self.by_descriptor, sys.stdin.fileno()]:
            poll.register(descriptor, select.EPOLLIN)
        pending = b""
        while True:
            wait = self.queue[0][0] - time.monotonic() if self.queue else 1
            for descriptor, _ in poll.poll(max(0, min(wait, 1))):
                if descriptor != sys.stdin.fileno():
                    self.read(descriptor)
                    continue
                data = os.read(descriptor, 65536)
                if not data:
                    return
                *lines, pending = (pending + data).split(b"\n")
                for line in lines:
                    self.answer(line)
            self.deliver()

    def read(self, descriptor):
        for _ in range(64):
            try:
                self.accept(self.by_descriptor[descriptor], os.read(descriptor, 65536))
            except BlockingIOError:
                return

    def answer(self, line):
        try:
            say({"ok": self.command(*json.loads(line))})
        except (KeyError, IndexError, ValueError, TypeError, subprocess.CalledProcessError) as error:
            say({"error": repr(error)})

    def remove(self):
        for host in self.hosts.values():
            os.close(host.descriptor)
            ip("netns", "del", host.namespace, check=False)


def say(answer):
    print(json.dumps(answer), flush=True)


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    router = Router(sys.argv[1], sys.argv[2:])
    try:
        say({name: {"address": host.address, "namespace": host.namespace} for name, host in router.hosts.items()})
        router.serve()
    finally:
        router.remove()


main()
