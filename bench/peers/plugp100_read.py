"""Logs in to plugs with plugp100 and reads each once; finding them beforehand is not timed.

argv[1]: JSON {username, password, broadcast, width}. Prints {ms, read}.
"""

import asyncio
import json
import sys
import time

from plugp100.api.requests.tapo_request import TapoRequest
from plugp100.common.credentials import AuthCredential
from plugp100.discovery import TapoDiscovery, connect_discovered_device

DISCOVERY_SECONDS = 3


async def main(wish: dict) -> dict:
    credentials = AuthCredential(wish["username"], wish["password"])
    width = asyncio.Semaphore(wish["width"])
    read = 0

    async def one(found) -> None:
        nonlocal read
        async with width:
            device = await connect_discovered_device(found, credentials)
            answer = await device.client.execute_raw_request(TapoRequest("get_device_info", None))
            answer.get_or_raise()
            read += 1
            await device.client.close()

    found = await TapoDiscovery.scan(DISCOVERY_SECONDS, wish["broadcast"])
    started = time.perf_counter()
    await asyncio.gather(*(one(each) for each in found))
    return {"ms": (time.perf_counter() - started) * 1000, "read": read}


print(json.dumps(asyncio.run(main(json.loads(sys.argv[1])))))
