import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Code, codeOf, type Receipt, type Route, type Session, transports } from '../../contract/index.ts';
import { anyTries } from './any-tries.ts';
import { type HttpDoor, httpDoors } from './http-doors.ts';
import { type ProperAnswer, type RawRelay, rawRelay, type Script, wireAnswer } from './raw-relay.ts';
import { realClock, realDevices, within } from './real-clock.ts';
import { deviceInfo, smartAnswer } from './virtual-klap-plug.ts';

const open = (route: Route, budgetMs = 20_000): Promise<Session> =>
  realDevices([]).open(route, {
    ...within(budgetMs),
    credentials: [{ name: 'home', email: 'user@example.com', password: 'secret' }],
    owner: null,
    tries: anyTries,
  });

test('every transport over HTTP has its virtual plug here', () => {
  assert.deepEqual(
    httpDoors.map((door) => door.transport),
    transports.filter((transport) => transport !== 'xor'),
  );
});

/** What becomes of a hostile answer in each stage of a conversation. */
interface Outcome {
  opening: Code;
  reading: Code;
  resetting: Receipt['receipt'];
}
const garbled: Outcome = { opening: 'garbled', reading: 'garbled', resetting: 'cut-off' };
/** A network's own page in place of the plug. */
const page: Outcome = { opening: 'login-page', reading: 'login-page', resetting: 'cut-off' };
/** Nothing was heard of it: in an open session it had answered before. */
const silent: Outcome = { opening: 'silent', reading: 'timeout', resetting: 'cut-off' };
const slow: Outcome = { opening: 'timeout', reading: 'timeout', resetting: 'cut-off' };

const ok = 'HTTP/1.1 200 OK\r\n';
const writes =
  (text: string | Buffer): Script =>
  (socket) =>
    void socket.write(text);

/** Writes for as long as the other side takes it. */
const floods =
  (head: string, piece: string): Script =>
  (socket) => {
    socket.write(head);
    const more = (): void => {
      if (!socket.destroyed) socket.write(piece, () => setImmediate(more));
    };
    more();
  };

/** `head` at once, then a byte now and then. */
const drips =
  (head: string): Script =>
  (socket) => {
    socket.write(head);
    const dripping = setInterval(() => socket.write('x'), 150);
    socket.on('close', () => clearInterval(dripping));
  };

interface Case {
  name: string;
  script: Script;
  outcome: Outcome;
  /** It ends by the budget. */
  waits?: true;
}
const cases: readonly Case[] = [
  { name: 'silence', script: () => undefined, outcome: silent, waits: true },
  { name: 'a head byte by byte', script: drips('HTTP/1.1 200 O'), outcome: silent, waits: true },
  { name: 'a body byte by byte', script: drips(`${ok}\r\n`), outcome: slow, waits: true },
  { name: 'half a body', script: writes(`${ok}Content-Length: 48\r\n\r\nabc`), outcome: slow, waits: true },
  {
    name: 'a length of 2^53',
    script: writes(`${ok}Content-Length: 9007199254740992\r\n\r\nabc`),
    outcome: slow,
    waits: true,
  },
  {
    name: 'a chunk of 2^40 bytes',
    script: writes(`${ok}Transfer-Encoding: chunked\r\n\r\n10000000000\r\nabc`),
    outcome: slow,
    waits: true,
  },
  {
    name: 'one announcement and then nothing',
    script: writes('HTTP/1.1 100 Continue\r\n\r\n'),
    outcome: slow,
    waits: true,
  },
  { name: 'a close', script: (s) => void s.end(), outcome: silent },
  { name: 'a reset connection', script: (s) => void s.resetAndDestroy(), outcome: silent },
  { name: 'a body without end', script: floods(`${ok}\r\n`, 'z'.repeat(4096)), outcome: garbled },
  {
    name: 'chunks without end',
    script: floods(`${ok}Transfer-Encoding: chunked\r\n\r\n`, `400\r\n${'z'.repeat(1024)}\r\n`),
    outcome: garbled,
  },
  {
    name: 'chunks of one byte without end',
    script: floods(`${ok}Transfer-Encoding: chunked\r\n\r\n`, '1\r\nz\r\n'.repeat(2000)),
    outcome: garbled,
  },
  { name: 'headers without end', script: floods(ok, `X: ${'y'.repeat(500)}\r\n`), outcome: garbled },
  { name: 'a header of 100 KiB', script: writes(`${ok}X: ${'y'.repeat(100 << 10)}\r\n\r\n`), outcome: garbled },
  { name: '10,000 headers', script: writes(`${ok}${'a: b\r\n'.repeat(10_000)}\r\n`), outcome: garbled },
  { name: 'a reason without end', script: floods('HTTP/1.1 200 ', 'y'.repeat(1024)), outcome: garbled },
  {
    name: 'a chunk extension without end',
    script: floods(`${ok}Transfer-Encoding: chunked\r\n\r\n1;`, 'y'.repeat(1024)),
    outcome: garbled,
  },
  {
    name: 'trailers without end',
    script: floods(`${ok}Transfer-Encoding: chunked\r\n\r\n0\r\n`, `X: ${'y'.repeat(500)}\r\n`),
    outcome: garbled,
  },
  {
    name: 'announcements without end',
    script: floods('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(20)),
    outcome: garbled,
  },
  {
    name: 'early hints without end',
    script: floods('', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(20)),
    outcome: garbled,
  },
  {
    name: 'another protocol',
    script: writes('HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    outcome: garbled,
  },
  { name: 'HTTP/0.9', script: (s) => void s.end('hello'), outcome: garbled },
  { name: 'no HTTP', script: (s) => void s.end('hello\r\n\r\n'), outcome: garbled },
  { name: 'TLS where none was due', script: writes(Buffer.from('150301000202', 'hex')), outcome: garbled },
  { name: 'zeros', script: floods('', '\0'.repeat(1024)), outcome: garbled },
  { name: 'HTTP/2', script: writes(Buffer.from('000000040000000000', 'hex')), outcome: garbled },
  { name: 'HTTP/9.9', script: (s) => void s.end('HTTP/9.9 200 OK\r\n\r\n'), outcome: garbled },
  { name: 'a status that is no number', script: writes('HTTP/1.1 abc OK\r\n\r\n'), outcome: garbled },
  { name: 'a status of 4 digits', script: writes('HTTP/1.1 2000 OK\r\n\r\n'), outcome: garbled },
  {
    name: 'a body shorter than said',
    script: (s) => void s.end(`${ok}Content-Length: 48\r\n\r\nabc`),
    outcome: garbled,
  },
  {
    name: 'a body of the wrong size',
    script: (s) => void s.end(`${ok}Content-Length: 3\r\n\r\nabc`),
    outcome: garbled,
  },
  { name: 'no body', script: (s) => void s.end(`${ok}Content-Length: 0\r\n\r\n`), outcome: garbled },
  {
    name: 'two lengths that differ',
    script: writes(`${ok}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`),
    outcome: garbled,
  },
  { name: 'a negative length', script: writes(`${ok}Content-Length: -1\r\n\r\nabc`), outcome: garbled },
  { name: 'a length that is no number', script: writes(`${ok}Content-Length: 4x\r\n\r\nabcd`), outcome: garbled },
  {
    name: 'a length of 40 digits',
    script: writes(`${ok}Content-Length: ${'9'.repeat(40)}\r\n\r\nabcd`),
    outcome: garbled,
  },
  {
    name: 'a chunk size that is none',
    script: writes(`${ok}Transfer-Encoding: chunked\r\n\r\nxyz\r\n`),
    outcome: garbled,
  },
  { name: 'a negative chunk', script: writes(`${ok}Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n`), outcome: garbled },
  {
    name: 'a chunk size beyond 64 bits',
    script: writes(`${ok}Transfer-Encoding: chunked\r\n\r\n${'F'.repeat(17)}\r\n`),
    outcome: garbled,
  },
  {
    name: 'a chunk longer than said',
    script: writes(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n`),
    // the rest is taken for the size of the next chunk
    outcome: slow,
    waits: true,
  },
  {
    name: 'chunks that break off',
    script: (s) => void s.end(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nab`),
    outcome: garbled,
  },
  {
    name: 'a bomb of gzip',
    script: (s) => void s.end(Buffer.concat([Buffer.from(`${ok}Content-Encoding: gzip\r\n\r\n`), bomb])),
    outcome: garbled,
  },
  { name: 'a server error', script: writes('HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n'), outcome: garbled },
  { name: 'no content', script: writes('HTTP/1.1 204 X\r\n\r\n'), outcome: garbled },
  { name: 'not modified', script: writes('HTTP/1.1 304 X\r\n\r\n'), outcome: garbled },
  { name: 'a status of 999', script: writes('HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n'), outcome: garbled },
  {
    name: 'a wish for a log-in to the network',
    script: writes('HTTP/1.1 511 X\r\nContent-Length: 0\r\n\r\n'),
    outcome: page,
  },
  {
    name: 'a page',
    script: (s) => void s.end(`${ok}Content-Type: text/html\r\n\r\n\n<!-- Hotel --> <HTML lang="en"><form>`),
    outcome: page,
  },
  {
    name: 'a page that the plug itself has',
    script: (s) => void s.end(`${ok}Server: SHIP 2.0\r\n\r\n<html><body>200 OK</body></html>`),
    outcome: garbled,
  },
  {
    name: 'an error of a plug as a page',
    script: writes('HTTP/1.1 400 X\r\nContent-Length: 6\r\n\r\n<html>'),
    outcome: { ...garbled, resetting: 'refused' },
  },
  {
    name: 'a wish for a proxy log-in',
    script: writes('HTTP/1.1 407 X\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n'),
    outcome: { ...garbled, resetting: 'refused' },
  },
  {
    name: 'too many requests',
    script: writes('HTTP/1.1 429 X\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n'),
    outcome: { ...garbled, resetting: 'refused' },
  },
];
/** 256 MiB once inflated. */
const bomb = gzipSync(Buffer.alloc(256 << 20));
/** Enough to hear what was sent before the waiting began, also on a busy machine. */
const waitingMs = 2000;
/** What a case may leave behind in all, with what waits to be collected; unbounded, most would leave gigabytes. */
const mostGrowthBytes = 256 << 20;

const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** A relay before a plug, with the script armed at one stage of the conversation. */
async function inStage(t: TestContext, door: HttpDoor, stage: keyof Outcome, { script, waits }: Case) {
  const relay = await rawRelay(t, await door.start(t));
  const budget = within(waits ? waitingMs : 20_000);
  if (stage === 'opening') {
    relay.script = script;
    const told = await open(relay.route, budget.budgetMs).then(() => 'open', codeOf);
    return { told, relay };
  }
  await using session = await open(relay.route);
  await session.identify(within(20_000));
  relay.heads = [];
  relay.script = script;
  if (stage === 'reading') return { told: await session.identify(budget).then(() => 'read', codeOf), relay };
  return { told: (await session.sendReset(budget)).receipt, relay };
}

const stages = ['opening', 'reading', 'resetting'] as const;
for (const one of cases) {
  test(`${one.name}: each stage of each transport ends by itself, as it should`, async (t) => {
    const before = inUse();
    const startMs = performance.now();
    await Promise.all(
      httpDoors.flatMap((door) =>
        stages.map(async (stage) => {
          const { told, relay } = await inStage(t, door, stage, one);
          assert.equal(told, one.outcome[stage], `${door.transport}, ${stage}`);
          if (stage === 'resetting') assert.equal(relay.heads.length, 1, `${door.transport}: a reset goes out once`);
          assert.ok(relay.heads.length <= 6, `${door.transport}, ${stage}: ${relay.heads.length} requests`);
        }),
      ),
    );
    const tookMs = performance.now() - startMs;
    assert.ok(tookMs < 18_000, `${tookMs} ms`);
    assert.ok(inUse() - before < mostGrowthBytes, `${(inUse() - before) >> 20} MiB more`);
  });
}

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirection by ${status} is not followed, and is the page of a network`, async (t) => {
    let connections = 0;
    const elsewhere = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((done) => elsewhere.listen(0, '127.42.3.1', done));
    t.after(() => elsewhere.close());
    const address = elsewhere.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const script = writes(
      `HTTP/1.1 ${status} X\r\nLocation: http://127.42.3.1:${port}/app\r\nContent-Length: 0\r\n\r\n`,
    );
    await Promise.all(
      httpDoors.flatMap((door) =>
        stages.map(async (stage) => {
          const { told } = await inStage(t, door, stage, { name: '', script, outcome: page });
          assert.equal(told, page[stage], `${door.transport}, ${stage}`);
        }),
      ),
    );
    assert.equal(connections, 0);
  });
}

test('an answer that breaks off at any byte is never taken for a whole one', async (t) => {
  await Promise.all(
    httpDoors.map(async (door) => {
      const relay = await rawRelay(t, await door.start(t));
      let cut = 0;
      let whole = Number.POSITIVE_INFINITY;
      let head = 0;
      relay.script = async (socket, ask) => {
        const answer = wireAnswer(await ask());
        whole = answer.length;
        head = answer.indexOf('\r\n\r\n') + 4;
        socket.end(answer.subarray(0, cut));
      };
      for (; cut < whole; cut += cut < 16 ? 1 : 7) {
        const told = await open(relay.route).then(() => 'open', codeOf);
        // less than a head is not yet an answer
        assert.equal(told, cut < head ? 'silent' : 'garbled', `${door.transport}, ${cut} of ${whole} bytes`);
      }
      assert.ok(cut > 50);
    }),
  );
});

/** A proper answer, written in a way that is against the rules but means what it says. */
const lenient: { name: string; write: (answer: ProperAnswer, socket: Socket) => void }[] = [
  { name: 'line feeds alone', write: lines('\n') },
  { name: 'no reason', write: lines('\r\n', { first: 'HTTP/1.1 200' }) },
  { name: 'another reason', write: lines('\r\n', { first: 'HTTP/1.1 200 Ünböglich \u0007' }) },
  { name: 'blank lines first', write: lines('\r\n', { first: '\r\n\r\nHTTP/1.1 200 OK' }) },
  { name: 'HTTP/1.0 until the close', write: lines('\r\n', { first: 'HTTP/1.0 200 OK', length: null, close: true }) },
  { name: 'no length until the close', write: lines('\r\n', { length: null, close: true }) },
  { name: 'a blank before the colon', write: lines('\r\n', { length: 'Content-Length ' }) },
  { name: 'a control character in a header', write: lines('\r\n', { more: ['Server: pl\u0007ug'] }) },
  { name: 'names in capitals', write: lines('\r\n', { length: 'CONTENT-LENGTH' }) },
  { name: 'a type that it is not', write: lines('\r\n', { more: ['Content-Type: text/html; charset=klingon'] }) },
  { name: 'an encoding that it does not have', write: lines('\r\n', { more: ['Content-Encoding: gzip'] }) },
  {
    name: 'a few announcements first',
    write: lines('\r\n', { first: `${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3)}HTTP/1.1 200 OK` }),
  },
  { name: 'chunks', write: chunked([]) },
  { name: 'a length beside chunks', write: chunked(['Content-Length: 5']) },
  {
    name: 'a second answer right behind',
    write: (a, s) => void s.write(Buffer.concat([wireAnswer(a), Buffer.from(`${ok}Content-Length: 2\r\n\r\nno`)])),
  },
  { name: 'cookies of others', write: lines('\r\n', { before: ['Set-Cookie: a=b', 'Set-Cookie: TIMEOUT=1;path=/'] }) },
  { name: 'byte by byte', write: (a, s) => void byteByByte(wireAnswer(a), s) },
];

interface Odd {
  first?: string;
  before?: readonly string[];
  more?: readonly string[];
  /** Name of the header; null for none. */
  length?: string | null;
  close?: boolean;
}
function lines(end: string, odd: Odd = {}) {
  return ({ status, cookies, body }: ProperAnswer, socket: Socket): void => {
    const { first = `HTTP/1.1 ${status} OK`, before = [], more = [], length = 'Content-Length', close = false } = odd;
    const told = length === null ? [] : [`${length}: ${body.length}`];
    socket.write(Buffer.from([first, ...before, ...cookies, ...more, ...told, '', ''].join(end), 'latin1'));
    socket.write(body);
    if (close) socket.end();
  };
}
function chunked(more: readonly string[]) {
  return ({ cookies, body }: ProperAnswer, socket: Socket): void => {
    socket.write(['HTTP/1.1 200 OK', ...cookies, ...more, 'Transfer-Encoding: chunked', '', ''].join('\r\n'));
    for (const byte of body) socket.write(Buffer.from([0x31, 13, 10, byte, 13, 10]));
    socket.write('0\r\n\r\n');
  };
}
async function byteByByte(bytes: Buffer, socket: Socket): Promise<void> {
  for (const byte of bytes) {
    socket.write(Buffer.of(byte));
    await new Promise((next) => setImmediate(next));
  }
}

for (const { name, write } of lenient) {
  test(`understood all the same: ${name}`, async (t) => {
    await Promise.all(
      httpDoors.map(async (door) => {
        const relay = await rawRelay(t, await door.start(t));
        relay.script = async (socket, ask) => write(await ask(), socket);
        await using session = await open(relay.route);
        assert.notEqual((await session.identify(within(20_000))).alias, '', door.transport);
        assert.deepEqual(await session.sendReset(within(20_000)), { receipt: 'acknowledged', detail: null });
      }),
    );
  });
}

/** Cookies beside a proper answer, and what may be sent back of them; null for nothing at all. */
const cookies: { name: string; cookies: readonly string[]; back: RegExp | null }[] = [
  {
    name: 'a line feed in it',
    cookies: ['Set-Cookie: TP_SESSIONID=AB\rX-Evil: 1\r;TIMEOUT=9'],
    back: /^TP_SESSIONID=AB$/,
  },
  { name: 'another cookie behind it', cookies: ['Set-Cookie: TP_SESSIONID=AB;admin=1'], back: /^TP_SESSIONID=AB$/ },
  { name: 'control characters in it', cookies: ['Set-Cookie: TP_SESSIONID=A\u0001B'], back: null },
  { name: '10 kB of it', cookies: [`Set-Cookie: TP_SESSIONID=${'A'.repeat(10_000)}`], back: null },
  { name: 'nothing in it', cookies: ['Set-Cookie: TP_SESSIONID='], back: null },
  {
    name: 'two of it',
    cookies: ['Set-Cookie: TP_SESSIONID=AB', 'Set-Cookie: TP_SESSIONID=CD'],
    back: /^TP_SESSIONID=AB$/,
  },
  { name: 'one that only ends like it', cookies: ['Set-Cookie: NOT_TP_SESSIONID=AB'], back: null },
];
for (const { name, cookies: told, back } of cookies) {
  test(`a cookie with ${name}: only a session id ever goes back`, async (t) => {
    await Promise.all(
      httpDoors.map(async (door) => {
        const relay = await rawRelay(t, await door.start(t));
        relay.script = async (socket, ask) => lines('\r\n', { more: told })({ ...(await ask()), cookies: [] }, socket);
        await open(relay.route).then((session) => session[Symbol.asyncDispose](), codeOf);
        assert.ok(relay.heads.length > 0);
        const sent = relay.heads.flatMap((head) => head.split('\r\n').filter((line) => /^cookie:/i.test(line)));
        for (const line of sent) assert.match(line.slice('cookie: '.length), back ?? /^never$/, door.transport);
        for (const head of relay.heads) assert.doesNotMatch(head, /evil|admin/i);
      }),
    );
  });
}

test('an answer that came before its question is not taken for the answer to it', async (t) => {
  await Promise.all(
    httpDoors.map(async (door) => {
      let name = 'Old name';
      const rename = (text: string): string =>
        smartAnswer(text, { get_device_info: { ...deviceInfo, nickname: Buffer.from(name).toString('base64') } });
      const relay = await rawRelay(t, await (door.transport === 'klap-1' ? door.start(t) : door.start(t, rename)));
      await using session = await open(relay.route);
      await session.identify(within(20_000));
      name = 'New name';
      // what passed for the last question goes out once more, before the next is asked
      for (const socket of relay.sockets) if (!socket.destroyed) socket.write(relay.passed);
      const { alias } = await session.identify(within(20_000));
      assert.equal(alias, door.transport === 'klap-1' ? 'Kettle' : 'New name', door.transport);
    }),
  );
});

test('a plug that answers before it is asked is sent no reset, and none is said to have been refused', async (t) => {
  await Promise.all(
    httpDoors.map(async (door) => {
      const relay = await rawRelay(t, await door.start(t));
      await using session = await open(relay.route);
      await session.identify(within(20_000));
      relay.heads = [];
      relay.onConnect = (socket) => socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      const receipt = await session.sendReset(within(20_000));
      assert.deepEqual(receipt, { receipt: 'not-sent', detail: 'too-early' }, door.transport);
      assert.deepEqual(relay.heads, []);
    }),
  );
});

test('a slow opening is stopped at once when a person stops it', async (t) => {
  await Promise.all(
    httpDoors.map(async (door) => {
      const relay: RawRelay = await rawRelay(t, await door.start(t));
      const stop = new AbortController();
      relay.script = () => stop.abort(new Error('enough'));
      const stopped = { ...within(600_000, stop.signal), credentials: [], owner: null, tries: anyTries };
      await assert.rejects(realDevices([]).open(relay.route, stopped), { message: 'enough' });
      await realClock.sleep(0);
    }),
  );
});
