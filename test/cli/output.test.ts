import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { test } from 'node:test';
import type { Io } from '../../cli/index.ts';
import { Output, type OutputOptions } from '../../cli/output.ts';

/** An output over streams that are read afterwards. */
function output(o: Partial<OutputOptions> & { out?: boolean; err?: boolean; env?: Io['env'] } = {}) {
  const written = { out: '', err: '' };
  const stream = (key: 'out' | 'err') =>
    Object.assign(
      new Writable({
        write: (chunk, _encoding, done) => {
          written[key] += String(chunk);
          done();
        },
      }),
      { isTTY: o[key] ?? true, columns: 40 },
    );
  const io: Io = {
    stdin: new PassThrough(),
    stdout: stream('out'),
    stderr: stream('err'),
    env: o.env ?? {},
    cwd: '/',
    onInterrupt: () => () => undefined,
  };
  return { out: new Output(io, { json: false, quiet: false, color: true, ...o }), written };
}

const esc = '\u001B';
const [red, off] = [`${esc}[31m`, `${esc}[0m`];
const inWords = 'Error (internal): it broke\\u{1B}[2J\nReport it.\n';
const error = { code: 'internal', message: 'it broke\u001B[2J', next: 'Report it.' } as const;

test('colours are for a person at a terminal who did not decline them', () => {
  const coloured = output();
  coloured.out.error(error);
  assert.ok(coloured.written.err.startsWith(`${red}Error${off} (internal)`));
  for (const plain of [
    output({ color: false }),
    output({ env: { NO_COLOR: '1' } }),
    output({ err: false, out: false }),
    output({ json: true }),
  ]) {
    plain.out.say(plain.out.style('bold', 'words'));
    plain.out.error(error);
    assert.ok(!(plain.written.err + plain.written.out).includes(esc));
  }
  // the convention: an empty NO_COLOR declines nothing
  const empty = output({ env: { NO_COLOR: '' } });
  empty.out.error(error);
  assert.ok(empty.written.err.includes(red));
});

test('words that go into a file or a pipe carry no colours, even while somebody watches stderr', () => {
  const { out, written } = output({ out: false, err: true });
  out.say(out.style('green', 'all done'));
  assert.equal(written.out, 'all done\n');
});

test('what a plug smuggles into a sentence is shown, not obeyed; our own styles pass', () => {
  const { out, written } = output();
  out.say(`${out.style('bold', 'Room')} \u001B[2J\u202Eevil`);
  out.note('\u001B]0;title\u0007');
  out.error(error);
  assert.equal(written.out, `${esc}[1mRoom${off} \\u{1B}[2J\\u{202E}evil\n`);
  assert.equal(written.err.replace(red, '').replace(off, ''), `\\u{1B}]0;title\\u{7}\n${inWords}`);
});

test('progress writes over itself on a terminal, and is a plain line now and then elsewhere', () => {
  const terminal = output();
  for (const text of ['one', 'two', 'x'.repeat(100)]) terminal.out.progress(text);
  terminal.out.note('done');
  assert.equal(terminal.written.err, `\r\u001B[2Kone\r\u001B[2Ktwo\r\u001B[2K${'x'.repeat(39)}\r\u001B[2Kdone\n`);
  const file = output({ err: false });
  for (let i = 0; i < 100; i++) file.out.progress(`line ${i}`);
  assert.match(file.written.err, /^(?:line \d+\n){0,2}$/);
  const dumb = output({ env: { TERM: 'dumb' } });
  dumb.out.progress('one');
  assert.ok(!dumb.written.err.includes(esc));
});

test('quiet output says errors and documents, nothing else', () => {
  const { out, written } = output({ quiet: true, json: true });
  out.say('words');
  out.note('note');
  out.progress('progress');
  out.document({ a: 1 });
  out.error(error);
  assert.equal(written.err, inWords);
  assert.match(written.out, /^\{\n {2}"a": 1\n\}\n\{/);
});
