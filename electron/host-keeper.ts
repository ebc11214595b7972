import { join } from 'node:path';
import { app, MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron';
import type { HostState } from '../contract/index.ts';
import type { UnderWay, WorkOver } from '../host/index.ts';
import type { FromHost, ToHost, VaultShell } from './messages.ts';

/** Who dies so often within that time is not started again before a person says so. */
const mostDeaths = 3;
const withinMs = 60_000;
/** Long enough to stop every run and write down what is known of it. */
const closingMs = 20_000;
/** Nobody who wants to leave waits longer for an answer from elsewhere. */
const countingMs = 2000;

export interface KeeperOptions {
  /** Its program in `dist`, and its name where processes are listed. */
  program: string;
  name: string;
  /** What it is told to begin with. */
  opening: ToHost;
  log: (words: string) => void;
  /** What the system can seal for the vault of that database. */
  shellKey: (database: string) => VaultShell | null;
  /** Something changed in `state` or `underWay`. */
  onChange: () => void;
  onOver: (over: WorkOver) => void;
}

/** Keeps the process of the host alive, and pages connected to it. */
export class HostKeeper {
  readonly #o: KeeperOptions;
  #state: HostState = { at: 'starting' };
  #child: UtilityProcess | undefined;
  #underWay: readonly UnderWay[] = [];
  #deaths: number[] = [];
  #closed: (() => void) | undefined;
  #counted: (count: number) => void = () => undefined;
  readonly #audience = new Set<WebContents>();

  constructor(o: KeeperOptions) {
    this.#o = o;
  }

  get state(): HostState {
    return this.#state;
  }

  get underWay(): readonly UnderWay[] {
    return this.#underWay;
  }

  /** The process, for those who look at what it costs; undefined while there is none. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Gives a page a line to the host, now or as soon as there is one, and again whenever it was started anew. */
  connect(contents: WebContents): void {
    this.#audience.add(contents);
    contents.send('host', this.#state);
    if (this.#state.at === 'ready') this.#giveLine(contents);
    else this.startAhead();
  }

  /** Starts it before a page asks for it, so that both get ready at once. */
  startAhead(): void {
    if (this.#child === undefined && this.#state.at === 'starting') this.#start();
  }

  /** A page that is gone or shows something else now. */
  leave(contents: WebContents): void {
    this.#audience.delete(contents);
  }

  /** A person wants it started once more. */
  startAgain(): void {
    if (this.#child !== undefined) return;
    this.#deaths = [];
    this.#start();
  }

  /** How many runs are under way where it passes calls on to; 0 where nobody says so in time. */
  async countRuns(): Promise<number> {
    if (this.#child === undefined || this.#state.at !== 'ready') return 0;
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(0), countingMs);
      this.#counted = (count) => {
        clearTimeout(timer);
        resolve(count);
      };
      this.#tell({ is: 'count-runs' });
    });
  }

  /** Lets it stop its runs and end; kills it where it does not. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => {
      this.#closed = resolve;
    });
    this.#tell({ is: 'close' });
    const timer = setTimeout(() => {
      this.#o.log('the host did not end by itself');
      child.kill();
    }, closingMs);
    await ended;
    clearTimeout(timer);
  }

  #start(): void {
    const { program, name, opening, log } = this.#o;
    const child = utilityProcess.fork(join(app.getAppPath(), 'dist', program), [], {
      serviceName: name,
      stdio: 'pipe',
      env: ownEnvironment(),
    });
    this.#child = child;
    this.#setState({ at: 'starting' });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes) => {
        for (const line of String(bytes).split('\n')) if (line.trim() !== '') log(`host: ${line}`);
      });
    child.on('message', (message: FromHost) => this.#hear(message));
    child.once('exit', (code) => this.#ended(code));
    this.#tell(opening);
  }

  #tell(message: ToHost): void {
    this.#child?.postMessage(message);
  }

  #hear(message: FromHost): void {
    switch (message.is) {
      case 'database':
        this.#tell({ is: 'vault', shell: this.#o.shellKey(message.file) });
        break;
      case 'ready':
        this.#setState({ at: 'ready' });
        for (const contents of this.#audience) this.#giveLine(contents);
        break;
      case 'failed':
        this.#o.log(`the host cannot work: ${message.error.code}`);
        this.#setState({ at: 'failed', error: message.error });
        this.#child?.kill();
        break;
      case 'refused':
        this.#o.log(`the other computer cannot be worked with: ${message.problem.is}`);
        this.#setState({ at: 'refused', problem: message.problem });
        this.#child?.kill();
        break;
      case 'runs-there':
        this.#counted(message.count);
        break;
      case 'runs':
        this.#underWay = message.underWay;
        this.#o.onChange();
        break;
      case 'over':
        this.#o.onOver(message.over);
        break;
      case 'complaint':
        this.#o.log(`host: ${message.words}`);
        break;
    }
  }

  #giveLine(contents: WebContents): void {
    const { port1, port2 } = new MessageChannelMain();
    this.#child?.postMessage({ is: 'line' } satisfies ToHost, [port1]);
    contents.postMessage('line', null, [port2]);
  }

  #ended(code: number): void {
    this.#child = undefined;
    this.#underWay = [];
    if (this.#closed !== undefined) return this.#closed();
    if (this.#state.at === 'failed' || this.#state.at === 'refused') return;
    this.#o.log(`the host died (${code})`);
    const now = performance.now();
    this.#deaths = [...this.#deaths.filter((at) => now - at < withinMs), now];
    const again = this.#deaths.length < mostDeaths;
    this.#setState({ at: 'lost', again });
    if (again) this.#start();
  }

  #setState(state: HostState): void {
    this.#state = state;
    for (const contents of this.#audience) contents.send('host', state);
    this.#o.onChange();
  }
}

/** Without what would make Electron or Node behave otherwise. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
  return env;
}
