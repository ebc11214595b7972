"""Drives virtual Tapo plugs with plugp100, as someone who has never heard of Plugfleet.

argv[1]: JSON {broadcast, username, password, reset: [host]}. Prints one JSON document:
{found: {host: discovery facts}, read: {host: facts}, reset: [host], errors: {host: text}}.
"""

import asyncio
import json
import sys

from plugp100.api.requests.tapo_request import TapoRequest
from plugp100.common.credentials import AuthCredential
from plugp100.discovery import TapoDiscovery, connect_discovered_device

DISCOVERY_SECONDS = 1


async def drive(wish: dict) -> dict:
    credentials = AuthCredential(wish["username"], wish["password"])
    told = {"found": {}, "read": {}, "reset": [], "errors": {}}
    for found in await TapoDiscovery.scan(DISCOVERY_SECONDS, wish["broadcast"]):
        told["found"][found.ip] = found.as_dict
        try:
            device = await connect_discovered_device(found, credentials)
            await device.update()
            told["read"][found.ip] = {
                "alias": device.nickname,
                "mac": device.mac,
                "model": device.model,
                "sockets": [socket.nickname for socket in device.sockets],
            }
            if found.ip in wish["reset"]:
                answer = await device.client.execute_raw_request(TapoRequest("device_reset", None))
                answer.get_or_raise()
                told["reset"].append(found.ip)
            await device.client.close()
        except Exception as error:  # whatever a library throws is what the test wants to see
            told["errors"][found.ip] = f"{type(error).__name__}: {error}"
    return told


print(json.dumps(asyncio.run(drive(json.loads(sys.argv[1]))), default=str))
