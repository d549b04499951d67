"""A student on a hub, for classroom.py: what a lesson's page does, without a browser.

It signs in by the form, asks for the page of a lesson, starts a kernel, runs the page's cells one
by one, and sends the moves of one control over the WebSocket, each when the last is answered.
"""

from __future__ import annotations

import asyncio
import json
import re
import struct
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    import aiohttp

LESSON, PANEL, CONTROL, FIRST = "04_gaps_and_slippage", "order book", "size", 5
PAUSE, PATIENCE = 0.5, 300.0
PAGE_DATA = re.compile(r'<script type="application/json" id="page-data">(.*?)</script>', re.DOTALL)
PLACE = {"letters": 1, "height": 600, "width": 800, "ratio": 1, "dark": False}


@dataclass
class Student:
    """What became of one student; times are seconds since all signed in."""

    name: str
    ready: float = 0.0
    run: float = 0.0
    moves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    async def attend(self, hub: str, password: str, moves: int, until: asyncio.Barrier) -> None:
        """Be the student; the kernel is held until all others are done too."""
        try:
            async with session() as browser:
                await self._attend(browser, hub, password, moves, until)
        except Exception as error:  # told at the end, for each student
            self.errors.append(f"{type(error).__name__}: {error}")
            await until.wait()
            await until.wait()

    async def _attend(
        self, browser: aiohttp.ClientSession, hub: str, password: str, moves: int,
        until: asyncio.Barrier,
    ) -> None:  # fmt: skip
        began, mine = time.perf_counter(), f"{hub}/user/{self.name}"
        await sign_in(browser, hub, self.name, password)
        async with browser.get(f"{mine}/margin-lessons/{LESSON}.html") as page:
            found = PAGE_DATA.search(await page.text())
        if not found:
            raise LookupError(f"{page.url} is no page of a lesson")
        self.ready = time.perf_counter() - began
        headers = {"X-XSRFToken": xsrf(browser, f"{mine}/")}
        start = {"name": "python3", "path": "notebooks"}
        async with browser.post(f"{mine}/api/kernels", json=start, headers=headers) as answer:
            kernel = (await answer.json())["id"]
        address = f"{mine}/api/kernels/{kernel}/channels?session_id={uuid4().hex}"
        async with browser.ws_connect(address, max_msg_size=0) as websocket:
            channel = Channel(websocket)
            for cell in json.loads(found[1])["cells"]:
                await channel.run(cell["source"], cell["id"])
            self.run = time.perf_counter() - began
            for step in range(1, moves + 1):
                self.moves.append(await channel.move(f"{self.name}.{step}", FIRST + step))
                await asyncio.sleep(PAUSE)
            self.errors += channel.failed
            await until.wait()  # all are done: now memory is read
            await until.wait()  # and all may go


def session() -> aiohttp.ClientSession:
    """Return what a browser is: cookies, and patience."""
    import aiohttp  # JupyterHub brings it; the course itself has no need of it

    return aiohttp.ClientSession(
        cookie_jar=aiohttp.CookieJar(unsafe=True),  # cookies of a plain IP address, too
        timeout=aiohttp.ClientTimeout(total=PATIENCE),
        raise_for_status=True,
    )


def xsrf(browser: aiohttp.ClientSession, address: str) -> str:
    """Return the token that a request from a page of that address says."""
    morsel = browser.cookie_jar.filter_cookies(address).get("_xsrf")
    return morsel.value if morsel else ""


async def sign_in(browser: aiohttp.ClientSession, hub: str, name: str, password: str) -> None:
    """Sign in by the form, ask for a server and wait until it is there."""
    async with browser.get(f"{hub}/hub/login"):
        pass
    form = {"username": name, "password": password, "_xsrf": xsrf(browser, f"{hub}/hub/")}
    async with browser.post(f"{hub}/hub/login?next=%2Fhub%2Fspawn", data=form):
        pass
    told = f"{hub}/hub/api/users/{name}/server/progress?_xsrf={xsrf(browser, f'{hub}/hub/')}"
    async with browser.get(told) as events:
        async for line in events.content:
            event = json.loads(line[5:]) if line.startswith(b"data:") else {}
            if event.get("failed"):
                raise RuntimeError(f"the server did not start: {event.get('message')}")
            if event.get("ready"):
                return


class Channel:
    """A kernel's WebSocket, as a page uses it."""

    def __init__(self, websocket: aiohttp.ClientWebSocketResponse) -> None:
        self.websocket, self.session = websocket, uuid4().hex
        self.panels: dict[str, str] = {}
        self.failed: list[str] = []

    async def send(self, kind: str, content: dict[str, Any], cell: str = "") -> str:
        """Send a message to the kernel; return the message's id."""
        name = uuid4().hex
        header = {"msg_id": name, "msg_type": kind, "username": "", "session": self.session}
        message = {
            "header": {**header, "version": "5.3", "date": ""}, "parent_header": {},
            "metadata": {"cellId": cell}, "content": content, "channel": "shell", "buffers": [],
        }  # fmt: skip
        await self.websocket.send_str(json.dumps(message))
        return name

    async def next(self) -> dict[str, Any]:
        """Return the next message; panels that it opens, and errors that it tells, are kept."""
        received = await self.websocket.receive(timeout=PATIENCE)
        data = received.data
        if isinstance(data, bytes):  # with pictures: how many parts, where they begin, the parts
            (count,) = struct.unpack_from("!I", data)
            bounds = [*struct.unpack_from(f"!{count}I", data, 4), len(data)]
            data = data[bounds[0] : bounds[1]]
        if not isinstance(data, str | bytes):
            raise ConnectionError(f"the WebSocket ended: {received}")
        message: dict[str, Any] = json.loads(data)
        content = message["content"]
        if message["header"]["msg_type"] == "comm_open":
            name = content["data"].get("state", {}).get("fixed", {}).get("name", "")
            self.panels[name] = content["comm_id"]
        if message["header"]["msg_type"] == "error":
            self.failed.append(f"{content['ename']}: {content['evalue']}")
        return message

    async def run(self, code: str, cell: str) -> None:
        """Run a cell to its end."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        mine = await self.send("execute_request", content, cell)
        awaited = {"execute_reply", "idle"}
        while awaited:
            message = await self.next()
            if message["parent_header"].get("msg_id") == mine:
                awaited -= {message["header"]["msg_type"]}
                awaited -= {message["content"].get("execution_state")}

    async def move(self, turn: str, value: float) -> float:
        """Move the control; return the seconds until the panel's answer is here."""
        asked = {"set": {CONTROL: value}, "turn": turn, "place": PLACE}
        data = {"method": "update", "state": {"asked": asked}, "buffer_paths": []}
        began = time.perf_counter()
        await self.send("comm_msg", {"comm_id": self.panels[PANEL], "data": data})
        while True:
            message = await self.next()
            state = message["content"].get("data", {}).get("state", {})
            if state.get("shown", {}).get("turn") == turn:
                return time.perf_counter() - began
