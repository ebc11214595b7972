import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { readDatagram } from '../../devices/discovery/datagram.ts';
import { type Kind, kindOf } from '../../devices/kinds.ts';
import { xorDatagram } from '../../devices/xor-codec.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** What a device announces, and what it is. Model and type as the makers pair them. */
const devices: readonly [model: string, type: string, kind: Kind][] = [
  ['HS103(US)', 'IOT.SMARTPLUGSWITCH', 'plug'],
  ['HS220(US)', 'IOT.SMARTPLUGSWITCH', 'plug'],
  ['HS300(US)', 'IOT.SMARTPLUGSWITCH', 'plug'],
  ['EP25(US)', 'SMART.KASAPLUG', 'plug'],
  ['KS225(US)', 'SMART.KASASWITCH', 'plug'],
  ['KS240(US)', 'SMART.KASASWITCH', 'plug'],
  ['P306(US)', 'SMART.TAPOPLUG', 'plug'],
  ['S500D(US)', 'SMART.TAPOSWITCH', 'plug'],
  ['KL125(US)', 'IOT.SMARTBULB', 'bulb'],
  ['KL430(US)', 'IOT.SMARTBULB', 'bulb'],
  ['KL135(US)', 'SMART.KASABULB', 'bulb'],
  ['L530E(EU)', 'SMART.TAPOBULB', 'bulb'],
  ['L930-5(US)', 'SMART.TAPOBULB', 'bulb'],
  ['EC60(US)', 'IOT.IPCAMERA', 'camera'],
  ['C210(EU)', 'SMART.IPCAMERA', 'camera'],
  ['D230(EU)', 'SMART.TAPODOORBELL', 'camera'],
  ['KH100(EU)', 'SMART.KASAHUB', 'hub'],
  ['H100(EU)', 'SMART.TAPOHUB', 'hub'],
  ['RV30(US)', 'SMART.TAPOROBOVAC', 'vacuum'],
  ['T310(EU)', 'SMART.TAPOSENSOR', 'unknown'],
  ['D100C(US)', 'SMART.TAPOCHIME', 'unknown'],
  ['RE370K(US)', 'IOT.RANGEEXTENDER.SMARTPLUG', 'unknown'],
  ['P110(EU)', '', 'unknown'],
  ['P110(EU)', 'smart.tapoplug', 'unknown'],
  ['P110(EU)', 'toString', 'unknown'],
];

for (const [model, type, kind] of devices) {
  test(`a ${model} of the type '${type}' is ${kind === 'plug' ? 'a plug' : `no plug but '${kind}'`}`, () => {
    assert.equal(kindOf(type), kind);
    const mac = '50-C7-BF-00-00-01';
    const scheme = { is_support_https: false, encrypt_type: 'KLAP', http_port: 80, lv: 2 };
    const result = { device_id: '0'.repeat(32), device_type: type, device_model: model, mac, ip: '192.0.2.5' };
    const tdp = JSON.stringify({ result: { ...result, mgt_encrypt_schm: scheme }, error_code: 0 });
    const sysinfo = { model, mic_type: type, mac, deviceId: '8'.repeat(40), sw_ver: '1', hw_ver: '1', relay_state: 1 };
    const datagrams = [
      { bytes: Buffer.concat([Buffer.alloc(16), Buffer.from(tdp)]), port: 20002 },
      { bytes: xorDatagram(JSON.stringify({ system: { get_sysinfo: sysinfo } })), port: 9999 },
    ];
    for (const datagram of datagrams) {
      const heard = readDatagram({ ...datagram, address: '192.0.2.5', atMs: 1, sureMs: 1 }, privateKey);
      assert.ok(heard, `nothing was heard on ${datagram.port}`);
      if (kind === 'plug') assert.equal(heard.is, 'plug');
      else assert.deepEqual(heard.is === 'other' && heard.other.kind, kind);
    }
  });
}
