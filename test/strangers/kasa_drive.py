"""Drives virtual plugs with python-kasa, as someone who has never heard of Plugfleet.

argv[1]: JSON {broadcast, username, password, single: [host], reset: [host]}. Prints one JSON document:
{found: {host: facts}, single: {host: facts}, reset: [host], errors: {host: text}}.
"""

import asyncio
import json
import sys

from kasa import Credentials, Device, Discover

DISCOVERY_SECONDS = 1


def facts(device: Device) -> dict:
    return {
        "alias": device.alias,
        "model": device.model,
        "mac": device.mac,
        "deviceId": device.device_id,
        "isOn": device.is_on,
        "children": [child.alias for child in device.children],
        "type": device.device_type.value,
        "childTypes": [child.device_type.value for child in device.children],
        "brightness": device.modules["Light"].brightness if "Light" in device.modules else None,
        "childWatts": [
            child.modules["Energy"].current_consumption if "Energy" in child.modules else None
            for child in device.children
        ],
        "modules": sorted(str(name) for name in device.modules),
        "watts": device.modules["Energy"].current_consumption if "Energy" in device.modules else None,
    }


async def drive(wish: dict) -> dict:
    credentials = Credentials(wish["username"], wish["password"])
    told = {"found": {}, "single": {}, "reset": [], "errors": {}}
    devices = await Discover.discover(
        target=wish["broadcast"],
        discovery_timeout=DISCOVERY_SECONDS,
        discovery_packets=1,
        credentials=credentials,
    )
    for host in wish["single"]:
        device = await Discover.discover_single(host, credentials=credentials)
        await device.update()
        told["single"][host] = facts(device)
        await device.disconnect()
    for host, seen in devices.items():
        try:
            # The answer to a discovery does not tell a KLAP strip from a plug; a connection does.
            device = await Device.connect(config=seen.config)
            await device.update()
            told["found"][host] = facts(device)
            if host in wish["reset"]:
                await device.factory_reset()
                told["reset"].append(host)
            await device.disconnect()
        except Exception as error:  # whatever a library throws is what the test wants to see
            told["errors"][host] = f"{type(error).__name__}: {error}"
        finally:
            await seen.disconnect()
    return told


print(json.dumps(asyncio.run(drive(json.loads(sys.argv[1])))))
