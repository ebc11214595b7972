import { z } from 'zod';
import type { Deadline } from '../deadline.ts';
import { parsePlugJson, readAs } from '../plug-json.ts';
import type { Transport } from '../transports/transport.ts';

/** What one method answered. */
export type SmartAnswer = { ok: true; result: unknown } | { ok: false; code: number };

const Reply = z.object({ error_code: z.number().int(), result: z.unknown().optional() });
const ChildReply = z.object({
  responseData: z.object({ error_code: z.number().int().default(0), result: z.unknown().optional() }),
});

/**
 * Asks one method, alone in its message: batches stop at the first failure on some firmware and time out on other.
 * @param outlet the child's device id; null for the plug itself
 * @throws PlugfleetError `garbled`; what the transport throws
 */
export async function askSmart(
  transport: Transport,
  method: string,
  params: object | null,
  outlet: string | null,
  deadline: Deadline,
): Promise<SmartAnswer> {
  const question = params === null ? { method } : { method, params };
  const message =
    outlet === null ? question : { method: 'control_child', params: { device_id: outlet, requestData: question } };
  const reply = parsePlugJson(await transport.ask(JSON.stringify(message), deadline));
  const { error_code, result } = readAs(Reply, reply, `answer to ${method}`);
  if (error_code !== 0) return { ok: false, code: error_code };
  if (outlet === null) return { ok: true, result };
  const inner = readAs(ChildReply, result, `answer of an outlet to ${method}`).responseData;
  return inner.error_code === 0 ? { ok: true, result: inner.result } : { ok: false, code: inner.error_code };
}
