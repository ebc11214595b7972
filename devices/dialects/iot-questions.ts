import { z } from 'zod';
import { codeOf } from '../../contract/index.ts';
import type { Deadline } from '../deadline.ts';
import { parsePlugJson } from '../plug-json.ts';
import type { Transport } from '../transports/transport.ts';

/** One method of one module, of the plug or of one outlet of a strip. */
export interface IotQuestion {
  module: string;
  method: string;
  args?: Readonly<Record<string, unknown>>;
}

/** What one method answered. `code` null: nothing at all. */
export type IotAnswer = { ok: true; value: unknown } | { ok: false; code: number | null };

/** "Not enough memory": old plugs have little room for answers; asked in smaller pieces they answer. */
const tooMuch = -5;
/** Module or method not there (commands.md, "Error codes"). */
const unsupportedCodes = [-1, -2, -2000, -2001];

export const isUnsupported = (answer: IotAnswer): boolean =>
  !answer.ok && answer.code !== null && unsupportedCodes.includes(answer.code);

/**
 * Asks several things in one message, and singly what did not fit.
 * @param outlet the outlet's id; null for the plug as a whole
 * @returns the answers in the order of the questions
 * @throws what the transport throws
 */
export async function askIot(
  transport: Transport,
  questions: readonly IotQuestion[],
  outlet: string | null,
  deadline: Deadline,
): Promise<IotAnswer[]> {
  const together = await askTogether(transport, questions, outlet, deadline);
  if (questions.length === 1) return together;
  const answers: IotAnswer[] = [];
  for (const [i, question] of questions.entries()) {
    const answer = together[i];
    const fits = answer && (answer.ok || (answer.code !== tooMuch && answer.code !== null));
    answers.push(fits ? answer : ((await askTogether(transport, [question], outlet, deadline))[0] ?? unanswered));
  }
  return answers;
}

const unanswered: IotAnswer = { ok: false, code: null };

async function askTogether(
  transport: Transport,
  questions: readonly IotQuestion[],
  outlet: string | null,
  deadline: Deadline,
): Promise<IotAnswer[]> {
  const reply = await transport.ask(wordingOf(questions, outlet), deadline);
  const told = readReply(reply, questions.length > 1);
  return questions.map((question) => answerTo(question, told));
}

function wordingOf(questions: readonly IotQuestion[], outlet: string | null): string {
  const message: Record<string, Record<string, unknown>> = outlet === null ? {} : { context: { child_ids: [outlet] } };
  for (const { module, method, args = {} } of questions) message[module] = { ...message[module], [method]: args };
  return JSON.stringify(message);
}

const Fields = z.record(z.string(), z.unknown());

/** An answer cut off for want of room is no JSON; with `maybeCut` it counts as none, so that the parts are asked singly. */
function readReply(reply: string, maybeCut: boolean): unknown {
  try {
    return parsePlugJson(reply);
  } catch (thrown) {
    if (maybeCut && codeOf(thrown) === 'garbled') return {};
    throw thrown;
  }
}

/** Errors stand at the module or at the method; both are looked at. */
function answerTo(question: IotQuestion, told: unknown): IotAnswer {
  const module = Fields.safeParse(told).data?.[question.module];
  const failed = failureIn(module);
  if (failed) return failed;
  const value = Fields.safeParse(module).data?.[question.method];
  return value === undefined ? unanswered : (failureIn(value) ?? { ok: true, value });
}

const Failure = z.object({ err_code: z.number().int() });

function failureIn(value: unknown): IotAnswer | undefined {
  const { data } = Failure.safeParse(value);
  return data && data.err_code !== 0 ? { ok: false, code: data.err_code } : undefined;
}
