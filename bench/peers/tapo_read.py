"""Logs in to plugs with tapo and reads each once. argv[1]: JSON {username, password, hosts, width}. Prints {ms, read}."""

import asyncio
import json
import sys
import time

from tapo import ApiClient


async def main(wish: dict) -> dict:
    client = ApiClient(wish["username"], wish["password"])
    width = asyncio.Semaphore(wish["width"])
    read = 0

    async def one(host: str) -> None:
        nonlocal read
        async with width:
            device = await client.p110(host)
            await device.get_device_info()
            read += 1

    started = time.perf_counter()
    await asyncio.gather(*(one(host) for host in wish["hosts"]))
    return {"ms": (time.perf_counter() - started) * 1000, "read": read}


print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))
