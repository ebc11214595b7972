import { setImmediate as turn } from 'node:timers/promises';
import {
  type Clock,
  type DevicesPort,
  type Heard,
  type LedgerEntry,
  type NewLedgerEntry,
  PlugfleetError,
  type PlugRecord,
  type Receipt,
  type RunOptions,
  type Store,
} from '../../contract/index.ts';
import { type FoldedRun, foldRun } from '../../engine/run/fold.ts';
import { carryOut, type RunHandle } from '../../engine/run/runner.ts';
import { frozen, macOf, nowMs, ownerA, planOf, record, routeOf } from './samples.ts';

/** A clock that only goes on when told, and then as fast as the work allows. */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #asleepMs = 0;
  readonly #timers = new Set<{ atMs: number; wake: () => void }>();

  monoMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return nowMs + this.#nowMs + this.#asleepMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const timer = { atMs: this.#nowMs + ms, wake: resolve };
      this.#timers.add(timer);
      signal?.addEventListener('abort', () => {
        this.#timers.delete(timer);
        reject(signal.reason);
      });
    });
  }

  /** The machine sleeps: the wall goes on, the monotonic scale does not. */
  suspend(ms: number): void {
    this.#asleepMs += ms;
  }

  /** Goes from timer to timer until the work is done. */
  async runUntil(done: Promise<unknown>): Promise<void> {
    let over = false;
    done.then(
      () => {
        over = true;
      },
      () => {
        over = true;
      },
    );
    for (let steps = 0; steps < 50_000; steps++) {
      await turn();
      if (over) return;
      const next = [...this.#timers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined) continue;
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.wake();
    }
    throw new Error('the run does not end');
  }
}

export interface VirtualPlug {
  receipt?: Receipt['receipt'];
  /** Whether the reset erases it. */
  erases?: boolean;
  /** Not there at all. */
  absent?: boolean;
  /** Comes back so long after it was erased from the network, as it was. */
  returnsAfterMs?: number;
  /** What it draws when it is visited. */
  watts?: number;
  /** Who answers in its session. */
  answersAs?: string;
}

/** Plugs without sockets, in virtual time. */
export class VirtualWorld {
  readonly clock = new VirtualClock();
  readonly resets: string[] = [];
  readonly entries: LedgerEntry[] = [];
  networkUp = true;
  /** Called when a reset goes out, with how many have. */
  onReset: (sent: number) => void = () => undefined;
  /** Throws when the ledger holds so many entries. */
  fullAfter = Number.POSITIVE_INFINITY;
  readonly #plugs: readonly VirtualPlug[];
  readonly #goneMs = new Map<number, number>();

  constructor(plugs: readonly VirtualPlug[]) {
    this.#plugs = plugs;
  }

  #answers(n: number): boolean {
    const plug = this.#plugs[n - 1];
    if (!this.networkUp || plug === undefined || plug.absent) return false;
    const goneMs = this.#goneMs.get(n);
    if (goneMs === undefined || this.clock.monoMs() < goneMs) return true;
    return plug.returnsAfterMs !== undefined && this.clock.monoMs() >= goneMs + plug.returnsAfterMs;
  }

  #heard(n: number): Heard {
    const { mac, deviceId, model, hardware, firmware, family, alias } = record(n);
    const route = routeOf(`127.0.1.${n}`);
    return {
      is: 'plug',
      plug: {
        address: route.host,
        atMs: this.clock.monoMs(),
        sureMs: this.clock.monoMs(),
        source: 'xor',
        mac,
        deviceId,
        deviceIdHash: null,
        model,
        hardware,
        firmware,
        alias,
        family,
        owner: ownerA,
        factoryDefault: false,
        dialect: 'iot',
        transport: 'xor',
        route,
        relay: 'off',
        rssi: null,
        outlets: [],
      },
    };
  }

  readonly devices: DevicesPort = {
    discover: async (_targets, o) => {
      await this.clock.sleep(1000, o.signal);
      for (let n = 1; n <= this.#plugs.length; n++) if (this.#answers(n)) o.onHeard(this.#heard(n));
      return { networks: [], garbled: 0 };
    },
    listen: async (onHeard) => ({
      ask: async (addresses) => {
        await this.clock.sleep(5);
        for (const address of addresses) {
          const n = Number(address.split('.')[3]);
          if (this.#answers(n)) onHeard(this.#heard(n));
        }
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
    open: async (route, o) => {
      const n = Number(route.host.split('.')[3]);
      await this.clock.sleep(20, o.signal);
      if (!this.#answers(n)) {
        await this.clock.sleep(5000, o.signal);
        throw new PlugfleetError('silent');
      }
      const plug = this.#plugs[n - 1] ?? {};
      const { deviceId, model, hardware, firmware, alias } = frozen(n);
      return {
        login: null,
        identify: async () => ({
          mac: plug.answersAs ?? macOf(n),
          deviceId: deviceId ?? '',
          owner: ownerA,
          model,
          hardware: hardware ?? '',
          firmware: firmware ?? '',
          alias,
        }),
        readFacts: async () => ({ relay: 'off', watts: plug.watts ?? 0, rssi: null, outlets: [] }),
        snapshot: () => Promise.reject(new Error('a run takes no snapshot')),
        readLight: () => Promise.reject(new Error('a run looks at no light')),
        setLight: () => Promise.reject(new Error('a run sets no light')),
        sendReset: async () => {
          this.resets.push(macOf(n));
          this.onReset(this.resets.length);
          await this.clock.sleep(30);
          if (plug.erases !== false) this.#goneMs.set(n, this.clock.monoMs() + 900);
          return { receipt: plug.receipt ?? 'acknowledged', detail: null };
        },
        [Symbol.asyncDispose]: () => Promise.resolve(),
      };
    },
  };

  append(entries: readonly NewLedgerEntry[]): LedgerEntry[] {
    if (this.entries.length + entries.length > this.fullAfter) throw new PlugfleetError('disk-full');
    const at = new Date(this.clock.wallMs()).toISOString();
    const written = entries.map((e, i) => ({ ...e, seq: this.entries.length + i + 1, at, hash: '' }) as LedgerEntry);
    this.entries.push(...written);
    return written;
  }

  folded(): FoldedRun {
    const run = foldRun(this.entries);
    if (run === undefined) throw new Error('no run was started');
    return run;
  }

  /** Starts a run over all plugs, or goes on with it. */
  start(options: Partial<RunOptions> = {}, mode: 'send' | 'check' = 'send', also: Partial<PlugRecord> = {}): RunHandle {
    const plan = planOf(this.#plugs.map((_, i) => frozen(i + 1)));
    if (this.entries.length === 0)
      this.append([
        {
          kind: 'run-started',
          run: 'R-TEST0',
          mac: null,
          body: {
            plan: plan.id,
            by: 'test',
            options: { concurrency: 8, quietS: 60, pilot: false, maxFailuresPercent: 100, press: 'erase', ...options },
            items: plan.items,
          },
        },
      ]);
    else
      this.append([
        { kind: mode === 'check' ? 'run-checked' : 'run-continued', run: 'R-TEST0', mac: null, body: { by: 'test' } },
      ]);
    const clock = this.clock;
    const store = {
      ledger: { append: (_at: string, ...entries: NewLedgerEntry[]) => this.append(entries) },
      plugs: { byMac: (mac: string) => this.#plugs.map((_, i) => record(i + 1, also)).find((p) => p.mac === mac) },
      places: { all: () => [] },
      // the runner asks for no other part of the store
    } as unknown as Store;
    return carryOut(
      {
        devices: this.devices,
        network: { wayTo: () => 'loopback', gatewayAnswers: async () => false },
        store,
        clock,
        credentials: () => [],
        targetsOf: () => [],
        sleepWatch: () => {
          let ahead = clock.wallMs() - clock.monoMs();
          return {
            slept: () => {
              const before = ahead;
              ahead = clock.wallMs() - clock.monoMs();
              return ahead - before > 5000;
            },
          };
        },
      },
      { folded: this.folded(), plan, mode, canAsk: false, pausedBefore: 'stopped', witnesses: [] },
    );
  }

  /** How every plug's item stands, in order. */
  states(): string[] {
    return [...this.folded().items.values()].map((i) => (i.code === null ? i.at : `${i.at}/${i.code}`));
  }
}
