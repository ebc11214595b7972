import { isJsonObject, type Json, type JsonObject, parseJsonObject } from '../../json.ts';
import type { Answer } from '../dialect.ts';
import { childMethods, deviceMethods } from './methods.ts';
import { SMART_ERROR, type SmartCall } from './smart-method.ts';

const LONGEST_BATCH = 5;

/** The Tapo dialect: `{"method":…,"params":…}`, batches and child outlets (protocols/commands.md). */
export const answerSmart: Answer = (state, request, hands) => {
  const parsed = parseJsonObject(request);
  if (parsed === undefined) return JSON.stringify({ error_code: SMART_ERROR.jsonDecode });
  return JSON.stringify(answerRequest(parsed, { state, child: undefined, hands }));
};

type Scope = Omit<SmartCall, 'params'>;

function answerRequest(request: JsonObject, scope: Scope): JsonObject {
  const method = String(request['method']);
  const params = isJsonObject(request['params']) ? request['params'] : {};
  if (method === 'multipleRequest') return answerBatch(params['requests'], scope);
  if (method === 'control_child') return answerChild(params, scope);
  const methods = scope.child === undefined ? deviceMethods(scope.state) : childMethods(scope.state, scope.child);
  const result = methods.has(method) ? methods.get(method)?.({ ...scope, params }) : SMART_ERROR.unknownMethod;
  if (typeof result === 'number') return { error_code: result };
  return result === undefined ? { error_code: 0 } : { error_code: 0, result };
}

/** Stops at the first error, which is the last answer. */
function answerBatch(requests: Json | undefined, scope: Scope): JsonObject {
  if (!Array.isArray(requests) || requests.length > LONGEST_BATCH) return { error_code: SMART_ERROR.multiRequest };
  const responses: JsonObject[] = [];
  for (const request of requests) {
    if (!isJsonObject(request)) return { error_code: SMART_ERROR.params };
    const answer = answerRequest(request, scope);
    responses.push({ method: String(request['method']), ...answer });
    if (answer['error_code'] !== 0) break;
  }
  return { error_code: 0, result: { responses } };
}

function answerChild(params: JsonObject, scope: Scope): JsonObject {
  const child = scope.state.outlets.find((outlet) => outlet.id === params['device_id']);
  const request = params['requestData'];
  if (scope.child !== undefined || child === undefined || !isJsonObject(request)) {
    return { error_code: SMART_ERROR.params };
  }
  const responseData = { method: String(request['method']), ...answerRequest(request, { ...scope, child }) };
  return { error_code: 0, result: { responseData } };
}
