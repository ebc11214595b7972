import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintCatalogue } from '../../../devices/catalog/lint.ts';
import { knownModels, matchModel, modelFacts, pressSteps } from '../../../devices/catalog/model-facts.ts';
import { ModelFacts } from '../../../devices/catalog/model-schema.ts';
import { KnownComputers } from '../../../electron/known-computers.ts';
import { attachWishIn, languageIn, savedFileIn } from '../../../electron/well-formed.ts';
import { readState } from '../../../electron/window-state.ts';
import { keyFrom } from '../../../machine/vault/key-text.ts';
import { readVaultFile } from '../../../machine/vault/vault-file.ts';
import { SimulatorError } from '../../../simulator/simulator-error.ts';
import { makeState } from '../../../simulator/state/make-state.ts';
import { deviceInfo } from '../../devices/virtual-klap-plug.ts';
import { sysinfo } from '../../devices/virtual-xor-plug.ts';
import type { FuzzTarget } from '../fuzz-target.ts';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** One file, written anew for each input. */
class OneFile {
  #folder: string | undefined;

  holding(bytes: Buffer): string {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'plugfleet-fuzz-'));
    const file = join(this.#folder, 'file');
    writeFileSync(file, bytes);
    return file;
  }

  async remove(): Promise<void> {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

const vaultFileKept = new OneFile();
const sealed = { iv: 'AAAAAAAAAAAAAAAA', tag: 'AAAAAAAAAAAAAAAAAAAAAA==', data: 'c2VjcmV0' };

const vaultFile: FuzzTarget = {
  name: 'vault-file',
  samples: [
    json({ format: 1, id: 'a1', keySource: 'file', check: sealed, secrets: [{ name: '__proto__', sealed }] }),
    Buffer.from('5a'.repeat(32)),
  ],
  codes: ['vault-locked'],
  read: (input) => {
    keyFrom(input.toString('utf8'));
    const content = readVaultFile(vaultFileKept.holding(input));
    for (const { name } of content?.secrets ?? []) assert.equal(typeof name, 'string');
  },
  end: () => vaultFileKept.remove(),
};

const settingsKept = new OneFile();
/** Seals nothing, as on a system without a keyring. */
const noStorage = {
  isEncryptionAvailable: () => false,
  encryptString: () => Buffer.alloc(0),
  decryptString: () => '',
  getSelectedStorageBackend: () => 'unknown' as const,
};

/** The window's own small files, and what its page says to the shell. */
const appSettings: FuzzTarget = {
  name: 'app-settings',
  samples: [
    json({ bounds: { x: 5, y: -3, width: 1280, height: 800.5 }, maximized: true, language: 'de-DE' }),
    json({ computers: [{ origin: 'https://192.0.2.1:7584', fingerprint: null, token: 'c2VjcmV0' }] }),
    json({ address: 'https://192.0.2.1:7584/?token=abc', trust: Array(32).fill('AB').join(':') }),
    json({ name: 'plugs.csv', bytes: {} }),
  ],
  codes: [],
  read: (input) => {
    const file = settingsKept.holding(input);
    const { bounds, maximized, language } = readState(file);
    assert.equal(typeof maximized, 'boolean');
    if (bounds !== null) assert.ok(Object.values(bounds).every((value) => typeof value === 'number'));
    if (language !== null) assert.equal(languageIn(language), language);
    const { computers } = new KnownComputers(file, noStorage, assert.fail, 'linux').list();
    for (const { address } of computers) assert.ok(URL.canParse(address));
    const told = jsonOf(input);
    assert.ok((attachWishIn(told)?.address.length ?? 0) <= 2000);
    assert.equal(savedFileIn(told), undefined);
  },
  end: () => settingsKept.remove(),
};

/** The value of a text, or nothing where it is no JSON: whoever reads these files says so before. */
function jsonOf(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'));
  } catch {
    return undefined;
  }
}

const models = ['HS110', 'KP303', 'P110', 'S200'].flatMap((name) => knownModels.filter(({ model }) => model === name));

/** Entries of the catalogue as people write them: what is wrong is told in lines, what is sound gives a card. */
const catalogue: FuzzTarget = {
  name: 'catalogue',
  samples: [...models.map((one) => json([one])), json(models), Buffer.from('HS110(EU)')],
  codes: [],
  read: (input) => {
    const given = jsonOf(input);
    if (given === undefined) {
      const { model, steps } = modelFacts(input.toString('utf8'));
      return assert.ok(typeof model === 'string' && steps.length > 0);
    }
    const entries = Array.isArray(given) ? given : [given];
    const faults = lintCatalogue(entries);
    assert.ok(faults.every((fault) => typeof fault === 'string'));
    if (faults.length > 0) return;
    const sound = entries.map((entry) => ModelFacts.parse(entry));
    for (const facts of sound) {
      assert.ok(
        matchModel(sound, facts.model, facts.hardware?.[0] ?? null) || facts.model !== facts.model.toUpperCase(),
      );
      for (const press of ['erase', 'wifi'] as const) assert.ok(pressSteps(facts, press).length > 0);
    }
  },
};

const heard = (port: number, answer: unknown): object => ({ port, bytes: 5, header: null, answer, opened: null });
const capture = (dialect: string, transport: string, discovery: object[], reads: object[]): Buffer =>
  json({ format: 'plugfleet-capture', version: 1, route: { dialect, transport }, discovery, session: { reads } });
const read = (ask: string, answer: unknown): object => ({ ask, outlet: null, start: 0, answer });
const legacy = { system: { get_sysinfo: sysinfo } };
const tdp = { error_code: 0, result: { mac: '50-C7-BF-00-00-01', owner: 'AB', factory_default: false } };
const encryption = { mgt_encrypt_schm: { lv: 2 }, tpap: { pake: [2], user_hash_type: 1 } };

/** What somebody sent of a plug, to be played by a virtual one. */
const captureFile: FuzzTarget = {
  name: 'capture-file',
  samples: [
    capture('iot', 'xor', [heard(9999, legacy)], []),
    capture('iot', 'klap-1', [heard(20002, tdp)], [read('system.get_sysinfo', legacy)]),
    capture(
      'smart',
      'tpap',
      [heard(20002, { ...tdp, result: { ...tdp.result, ...encryption } })],
      [read('get_device_info', { error_code: 0, result: deviceInfo })],
    ),
  ],
  codes: [],
  read: (input) => {
    const given = jsonOf(input);
    if (given === undefined) return;
    const around = { seed: 1, defaultOwner: { email: 'user@example.com', password: 'secret' }, startedAtMs: 0 };
    try {
      const { mac, outlets } = makeState({ address: '127.0.0.1', model: '', capture: given }, 0, around);
      assert.match(mac, /^(?:[0-9A-F]{2}:){5}[0-9A-F]{2}$/);
      assert.ok(outlets.length > 0);
    } catch (thrown) {
      if (!(thrown instanceof SimulatorError) || thrown.code !== 'bad-spec') throw thrown;
    }
  },
};

export const keptFileTargets: readonly FuzzTarget[] = [vaultFile, appSettings, catalogue, captureFile];
