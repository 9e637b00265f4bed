"""A client that is not ours: the scenarios of PythonClientTests, played with the library `websockets`.

Usage: client.py SCENARIO ADDRESS TOKEN
Ends with 0 when all was as it should be, and prints the messages that came.
"""

import asyncio
import json
import sys

from websockets.exceptions import ConnectionClosed, InvalidStatusCode
from websockets.legacy.client import connect

SCENARIO, ADDRESS, TOKEN = sys.argv[1:]
HEADERS = {"Authorization": "Bearer " + TOKEN}


def opened(query="", headers=HEADERS, **options):
    return connect(ADDRESS + query, extra_headers=headers, open_timeout=60, close_timeout=60, **options)


async def message(socket):
    text = await asyncio.wait_for(socket.recv(), 60)
    assert isinstance(text, str)
    value = json.loads(text)
    assert set(value) == {"type", "data"}
    return value


async def first(socket):
    value = await message(socket)
    assert value["type"] == "notification.count", value
    return value["data"]


async def closed(socket, code):
    try:
        while True:
            await asyncio.wait_for(socket.recv(), 60)
    except ConnectionClosed:
        assert socket.close_code == code, (socket.close_code, socket.close_reason)


async def is_alive(socket):
    await asyncio.wait_for(await socket.ping(), 60)


async def header():
    async with opened() as socket:
        assert socket.subprotocol is None
        assert set(await first(socket)) == {"unread_count", "head"}
    async with opened("/") as socket:
        await first(socket)


async def subprotocol():
    for name, count in ("notify.v1", "unread_count"), ("orion.v1", "count"):
        async with opened(headers={}, subprotocols=[name, "bearer." + TOKEN]) as socket:
            assert socket.subprotocol == name
            assert set(await first(socket)) == {count, "head"}


async def refused():
    plain = {"subprotocols": ["bearer." + TOKEN]}
    for status, query, headers, options in [
        (401, "", {}, {}),
        (401, "", {"Authorization": "Bearer x"}, {}),
        (401, "?token=" + TOKEN, {}, {}),
        (400, "?token=" + TOKEN, HEADERS, {}),
        (400, "?after=x", HEADERS, {}),
        (400, "", {}, plain),
        (403, "", HEADERS, {"origin": "https://evil.example.com"}),
    ]:
        try:
            async with opened(query, headers, **options):
                raise AssertionError("not refused: %s" % status)
        except InvalidStatusCode as refusal:
            assert refusal.status_code == status, (refusal.status_code, status)
            assert refusal.headers["Content-Type"] == "application/problem+json"


async def pings():
    async with opened(ping_interval=None) as socket:
        await first(socket)
        for number in range(50):
            await asyncio.wait_for(await socket.ping(b"x" * number), 60)


async def server_pings():
    # The library answers them while it waits.
    seen = 0
    async with opened(ping_interval=None) as socket:
        await first(socket)
        answer = socket.pong

        async def counted(data=b""):
            nonlocal seen
            seen += 1
            await answer(data)

        socket.pong = counted
        while seen < 5:
            try:
                await asyncio.wait_for(socket.recv(), 0.05)
            except asyncio.TimeoutError:
                pass
        await is_alive(socket)


async def fragments():
    async with opened() as socket:
        await first(socket)
        await socket.send(["Fünf ", "Cluster ", "aus 50 ", "Schlüsselwörtern"])
        await socket.send([b"\xff", b"\x00" * 5000, b""])
        await socket.send("x" * 16384)
        await is_alive(socket)


async def closing():
    for code in 1000, 1001, 4000:
        async with opened() as socket:
            await first(socket)
            await socket.close(code, "tschüß")
            assert socket.close_code == code, socket.close_code


async def oversize():
    for data in "x" * 16385, b"x" * 2_000_000, ["x" * 10000, "x" * 10000]:
        async with opened() as socket:
            await first(socket)
            try:
                await socket.send(data)
            except ConnectionClosed:
                pass
            await closed(socket, 1009)


async def garbage():
    for data, code in (b"\xff" * 500, 1009), (b"\x00" * 20, 1002), (b"\x81\x05hello", 1002), (b"\x83\x80abcd", 1002):
        async with opened() as socket:
            await first(socket)
            socket.transport.write(data)
            await closed(socket, code)


async def not_text():
    async with opened() as socket:
        await first(socket)
        await socket.write_frame(True, 1, b"\xc3\x28")
        await closed(socket, 1007)


async def half_open():
    async with opened() as socket:
        await first(socket)
        socket.transport.write_eof()
        await closed(socket, 1000)


async def chatter():
    async with opened() as socket:
        await first(socket)
        try:
            for number in range(200):
                await socket.send("hello %d" % number)
        except ConnectionClosed:
            pass
        await closed(socket, 1008)


async def reconnects():
    head = 0
    for _ in range(50):
        async with opened("?after=%d" % head) as socket:
            head = (await first(socket))["head"]


async def messages():
    async with opened(max_size=None) as socket:
        while True:
            value = await message(socket)
            if value["type"] == "reset":
                return
            print(json.dumps(value))


asyncio.run(globals()[SCENARIO]())
