import { type CallOptions, type Code, codeOf, type Dialect } from '../../contract/index.ts';
import { Deadline } from '../deadline.ts';
import type { Transport } from '../transports/transport.ts';
import { fieldsOf } from './fields.ts';
import { type HarmlessRead, harmlessReads, wordingOf } from './harmless-reads.ts';
import { jsonIn } from './hear-answers.ts';

/** The whole answer to one harmless read; `answer` undefined where it is no JSON. */
export interface ReadAnswer {
  ask: string;
  /** Null for the plug as a whole. */
  outlet: string | null;
  /** How many items of a paged list went before. */
  start: number;
  bytes: number;
  answer: unknown;
}

/** Longer answers are nobody's plug. */
const mostCharacters = 64 * 1024;
const mostOutlets = 16;
const mostPages = 8;

/**
 * Asks a plug everything that is harmless, one by one, first of itself, then of its outlets.
 * @returns `ended`: the code of what went wrong in the middle, null if it was asked all
 */
export async function askReads(
  transport: Transport,
  dialect: Dialect,
  o: CallOptions,
): Promise<{ reads: ReadAnswer[]; ended: Code | null }> {
  const reads: ReadAnswer[] = [];
  const ask = async (read: HarmlessRead, outlet: string | null): Promise<void> => {
    for (let page = 0, start = 0; page < mostPages; page++) {
      using deadline = new Deadline(o);
      const text = await transport.ask(wordingOf(dialect, read, outlet, start), deadline);
      const answer = text.length > mostCharacters ? undefined : jsonIn(text);
      reads.push({ ask: read.name, outlet, start, bytes: Buffer.byteLength(text), answer });
      const known = read.paged ? start + itemsOnPage(answer) : start;
      if (known === start || known >= sumOf(answer)) return;
      start = known;
    }
  };
  try {
    const questions = harmlessReads(dialect);
    for (const read of questions) await ask(read, null);
    for (const outlet of outletsIn(reads)) for (const read of questions) if (read.ofOutlets) await ask(read, outlet);
    return { reads, ended: null };
  } catch (thrown) {
    const code = codeOf(thrown);
    if (o.signal.aborted || code === undefined) throw thrown;
    return { reads, ended: code };
  }
}

const listIn = (of: unknown): unknown[] =>
  Object.values(fieldsOf(of) ?? {}).find((value) => Array.isArray(value)) ?? [];

/** In the answer of the plug, or of an outlet, which is wrapped. */
function resultIn(answer: unknown): unknown {
  const result = fieldsOf(fieldsOf(answer)?.['result']);
  return fieldsOf(result?.['responseData'])?.['result'] ?? result;
}

const itemsOnPage = (answer: unknown): number => listIn(resultIn(answer)).length;

function sumOf(answer: unknown): number {
  const sum = fieldsOf(resultIn(answer))?.['sum'];
  return typeof sum === 'number' ? sum : 0;
}

/** The ids of a strip's outlets as its own answers tell them, in the form that commands want (xor.md, "Power strips"). */
function outletsIn(reads: readonly ReadAnswer[]): string[] {
  const ids = reads.flatMap(({ ask, answer }) => {
    if (ask === 'get_child_device_list') return listIn(resultIn(answer)).map((child) => fieldsOf(child)?.['device_id']);
    if (ask !== 'system.get_sysinfo') return [];
    const sysinfo = fieldsOf(fieldsOf(fieldsOf(answer)?.['system'])?.['get_sysinfo']);
    const children = sysinfo?.['children'];
    if (!Array.isArray(children)) return [];
    const whole = (id: unknown) =>
      typeof id === 'string' && id.length === 2 ? `${sysinfo?.['deviceId'] ?? ''}${id}` : id;
    return children.map((child) => whole(fieldsOf(child)?.['id']));
  });
  return ids.filter((id) => typeof id === 'string').slice(0, mostOutlets);
}
