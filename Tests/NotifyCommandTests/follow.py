"""Follows an inbox over its socket with a client that is not ours (PyPI's websockets).

Prints a line for all that it is told: "open", "notification 7", "read 7 8", "count 3", "reset". Whenever the connection is
lost it comes back with the newest notification that it has, until it is ended.

follow.py URL [N]   with the token in TOKEN; with N, it leaves after so many notifications each time, and comes back
"""

import asyncio
import json
import os
import sys

import websockets


def say(*words):
    print(*words, flush=True)


told = 0


def tell(message, last):
    global told
    kind, data = message["type"], message["data"]
    if kind == "notification":
        told += 1
        say("notification", data["id"])
        return data["id"]
    if kind == "notification.count":
        say("count", data["unread_count"])
        # With nothing seen yet, all up to there is known.
        return data["head"] if last is None else last
    if kind == "reset":
        say("reset")
    else:
        say(kind.removeprefix("notification."), *(data.get("ids") or ["through", data["through"]]))
    return last


async def follow(url, most):
    last = None
    while True:
        try:
            async with websockets.connect(
                url + (f"?after={last}" if last is not None else ""),
                extra_headers={"Authorization": "Bearer " + os.environ["TOKEN"]},
                subprotocols=["notify.v1"],
                open_timeout=10,
                close_timeout=1,
                # With its queue full it would not see the answer to its goodbye.
                max_queue=None,
            ) as socket:
                say("open")
                began = told
                async for text in socket:
                    last = tell(json.loads(text), last)
                    if told - began == most:
                        break
        except (OSError, asyncio.TimeoutError, websockets.WebSocketException):
            await asyncio.sleep(0.02)


asyncio.run(follow(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None))
