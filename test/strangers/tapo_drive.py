"""Drives virtual Tapo plugs with tapo (the Rust crate's wheel), as someone who has never heard of Plugfleet.

argv[1]: JSON {broadcast, username, password, reset: [host], connect: {"host:port": "p110"}}. `broadcast` and `connect`
may be left out; `connect` needs no discovery. Prints one JSON document: {read: {host: facts}, reset: [host], errors: {host: text}}.
"""

import asyncio
import json
import os
import sys

from tapo import ApiClient

DISCOVERY_SECONDS = 2


async def facts_of(handler) -> dict:
    told = await handler.get_device_info_json()
    children = await handler.get_child_device_list() if hasattr(handler, "get_child_device_list") else []
    return {
        "deviceId": told["device_id"],
        "mac": told["mac"],
        "model": told["model"],
        "isOn": told.get("device_on"),
        "children": [child.nickname for child in children],
    }


async def drive(wish: dict) -> dict:
    client = ApiClient(wish["username"], wish["password"])
    told = {"read": {}, "reset": [], "errors": {}}

    async def use(host: str, handler) -> None:
        told["read"][host] = await facts_of(handler)
        if host in wish["reset"]:
            await handler.device_reset()
            told["reset"].append(host)

    if "broadcast" in wish:
        async for maybe in await client.discover_devices(wish["broadcast"], DISCOVERY_SECONDS):
            host = "unknown"
            try:
                found = maybe.get()
                host, _port = found.address
                await use(host, found.handler)
            except Exception as error:  # whatever a library throws is what the test wants to see
                told["errors"].setdefault(host, []).append(f"{type(error).__name__}: {error}")
    for address, model in wish.get("connect", {}).items():
        host = address.split(":")[0]
        try:
            await use(host, await getattr(client, model)(address))
        except Exception as error:
            told["errors"].setdefault(host, []).append(f"{type(error).__name__}: {error}")
    return told


print(json.dumps(asyncio.run(drive(json.loads(sys.argv[1])))), flush=True)
# the wheel's own threads may still run, and Python would fall over them on its way out
os._exit(0)
