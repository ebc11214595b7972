import fc from 'fast-check';
import { type JsonParts, jsonParts, type Span } from './json-parts.ts';

/** One change: of which kind, where, and to what. Numbers of any size; they are folded to what there is. */
type Mutation = readonly [kind: number, at: number, what: number];

/**
 * How an input is made from the samples of a target: which sample, whether bytes are changed as well, and three numbers
 * for each change. One flat list, for that is the quickest to make and to shrink.
 */
export const recipes: fc.Arbitrary<number[]> = fc.array(fc.nat(), { minLength: 5, maxLength: 17 });

/** Of so many inputs one has its bytes changed, after all else or instead of it. */
const noisyOneIn = 4;

/** What inputs are made from: a sample of a target, or an input that reached code which none before it had reached. */
export interface Base {
  bytes: Uint8Array;
  /** Whether the target's `encode` has yet to go over it. */
  isPlain: boolean;
}

/** @param encode as `FuzzTarget.encode` says */
export const inputOf = (recipe: readonly number[], bases: readonly Base[], encode?: (text: Buffer) => Buffer): Buffer =>
  madeOf(recipe, bases, encode).input;

/** An input, and the form in which it can be what others are made from. */
export function madeOf(
  [sample = 0, mode = 0, ...numbers]: readonly number[],
  bases: readonly Base[],
  encode = (text: Buffer) => text,
): { input: Buffer; base: Base } {
  const { bytes, isPlain } = pick(bases, sample);
  const chosen = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mutations = Array.from({ length: Math.floor(numbers.length / 3) }, (_, i): Mutation => {
    const [kind = 0, at = 0, what = 0] = numbers.slice(3 * i);
    return [kind, at, what];
  });
  const text = chosen.toString('utf8');
  // what is no text does not survive being read as one
  const isText = Buffer.from(text, 'utf8').equals(chosen);
  const isNoisy = !isText || mode % noisyOneIn === 0;
  const edits = isText ? mutations.slice(isNoisy ? 1 + (mode % mutations.length) : 0) : [];
  const edited = edits.length === 0 ? chosen : Buffer.from(edit(text, edits), 'utf8');
  const noise = mutations.slice(0, mutations.length - edits.length);
  const input = noise.reduce(disturb, isPlain ? encode(edited) : edited);
  return { input, base: noise.length === 0 ? { bytes: edited, isPlain } : { bytes: input, isPlain: false } };
}

function pick<T>(list: readonly T[], index: number): T {
  const one = list[index % list.length];
  if (one === undefined) throw new RangeError('nothing to pick from');
  return one;
}

const long = (length: number): string => `"${'x'.repeat(length)}"`;
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** What plugs do not say, as JSON. */
const oddValues: readonly string[] = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '-0',
    '1',
    '2',
    '-1',
    '1.5',
    '1e999',
    '-1e999',
    '1e308',
    '1e-400',
    '"0"',
    '"1e999"',
    '"NaN"',
  ],
  ...[
    '65535',
    '65536',
    '-65536',
    '2147483648',
    '4294967296',
    '9007199254740993',
    '1e12',
    '1000000000001',
    '12345678901234567890123',
  ],
  ...[
    '""',
    '" "',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00x"',
    '"😀"',
    '"\\u202eabc"',
    '"\\u001b[31m"',
    '"=1+1"',
    '"\ufeff"',
    '"w4k="',
    '"%"',
  ],
  ...[
    '"__proto__"',
    '"constructor"',
    '"toString"',
    '"50:C7:BF:00:00:01"',
    '"50-C7-BF-00-00-0G"',
    '"IOT.SMARTPLUGSWITCH"',
    '"SMART.TAPOPLUG"',
  ],
  ...['"SMART.IPCAMERA"', '"00"', '"KLAP"', '"AES"', '"TPAP"', '"TIM:ENE"', '"a\\r\\nb"', '"../../x"', '"?a=b&c#d"'],
  ...[
    '[]',
    '{}',
    '[[]]',
    '[{}]',
    '[null]',
    '{"":""}',
    '[1,"a",null,{}]',
    '{"length":1e9}',
    '{"toJSON":1}',
    '{"then":1}',
  ],
  ...[
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"\\u005f_proto__":{"polluted":1}}',
    '{"err_code":-5}',
    '{"error_code":-1}',
  ],
  ...[
    long(40),
    long(65),
    long(257),
    long(2000),
    `"${'é'.repeat(300)}"`,
    `"${'😀'.repeat(300)}"`,
    `"${'\\ud83d'.repeat(70)}"`,
  ],
  ...[
    nested(30),
    `[${'0,'.repeat(300)}0]`,
    `[${'{},'.repeat(80)}{}]`,
    'undefined',
    'NaN',
    '01',
    "'a'",
    '',
    '{',
    '"',
    '[1,]',
  ],
];
/** Seldom taken, for each costs as much as a thousand others. */
const largeValues: readonly string[] = [
  long(10_000),
  long(60_000),
  nested(5000),
  `[${'0,'.repeat(30_000)}0]`,
  `[${'"a",'.repeat(8000)}"a"]`,
];
const oddKeys: readonly string[] = [
  ...[
    '"__proto__"',
    '"constructor"',
    '"prototype"',
    '"toString"',
    '"hasOwnProperty"',
    '"\\u005f_proto__"',
    '""',
    '"length"',
    '"then"',
    '"err_code"',
  ],
  ...['"error_code"', '"result"', '"system"', '"mac"', '"mic_mac"', '"type"', '"children"', '"sum"', '"a.b"', '"0"'],
];

const oddValue = (what: number): string => (what % 1009 === 0 ? pick(largeValues, what) : pick(oddValues, what));

const known = new Map<string, JsonParts>();
/** There are only a few samples. */
function partsOf(sample: string): JsonParts {
  const parts = known.get(sample) ?? jsonParts(sample);
  known.set(sample, parts);
  return parts;
}

interface Change extends Span {
  text: string;
}

/** Edits what of it is JSON. Edits that fall upon one another are left out. */
function edit(text: string, edits: readonly Mutation[]): string {
  const parts = partsOf(text);
  if (parts.values.length === 0) return text;
  const changes = edits.map((one) => changeOf(one, text, parts)).toSorted((a, b) => b.start - a.start);
  let edited = text;
  let free = text.length;
  for (const { start, end, text: to } of changes) {
    if (end > free) continue;
    edited = edited.slice(0, start) + to + edited.slice(end);
    free = start;
  }
  return edited;
}

function changeOf([kind, at, what]: Mutation, text: string, { values, members }: JsonParts): Change {
  const value = pick(values, at);
  const old = text.slice(value.start, value.end);
  if (kind % 8 < 3 || members.length === 0) return { ...value, text: oddValue(what) };
  const member = pick(members, at);
  const was = text.slice(member.start, member.end);
  switch (kind % 8) {
    case 3:
      return { ...member, text: '"gone":0' };
    case 4:
      return { ...member.key, text: pick(oddKeys, what) };
    case 5:
      return { ...member, text: `${was},${text.slice(member.key.start, member.key.end)}:${oddValue(what)}` };
    case 6:
      return { ...member, text: `${pick(oddKeys, what)}:${oddValue(at)},${was}` };
    default: {
      const other = pick(values, what);
      const swaps = [text.slice(other.start, other.end), `[${old}]`, `{"a":${old}}`, `[${old},${old}]`];
      return { ...value, text: pick(swaps, what) };
    }
  }
}

const oddBytes = [
  0x00, 0xff, 0x7f, 0x80, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x3a, 0x3b, 0x3d, 0x5b, 0x5c, 0x7b, 0x7d, 0xc3, 0xf0,
];
const oddWords = [0, 1, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff_ff_ff, 0x10_00_00, 0x10_00_01, 16, 0x0a_0d];

/** Changes some bytes. */
function disturb(bytes: Buffer, [kind, at, what]: Mutation): Buffer {
  const place = at % (bytes.length + 1);
  const length = 1 + (what % 40);
  const before = bytes.subarray(0, place);
  const behind = bytes.subarray(place);
  switch (kind % 9) {
    case 0: {
      const flipped = Buffer.from(bytes);
      if (place < flipped.length) flipped[place] = (flipped[place] ?? 0) ^ (1 << (what % 8));
      return flipped;
    }
    case 1:
      return Buffer.concat([before, Buffer.of(pick(oddBytes, what)), behind.subarray(1)]);
    case 2:
      return Buffer.concat([before, Buffer.alloc(length, pick(oddBytes, what)), behind]);
    case 3:
      return Buffer.concat([before, behind.subarray(length)]);
    case 4:
      return Buffer.concat([before, behind.subarray(0, length), behind]);
    case 5:
      return before;
    case 6: {
      const word = Buffer.alloc(4);
      word.writeUInt32BE(pick(oddWords, what));
      return Buffer.concat([before, word, behind.subarray(4)]);
    }
    case 7:
      return Buffer.concat([behind, before]);
    default:
      return Buffer.concat([bytes, bytes]);
  }
}
