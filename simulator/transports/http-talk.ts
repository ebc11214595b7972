import { type HttpAnswer, type HttpRequest, takeHttpRequest, writeHttpAnswer } from '../wire/http-message.ts';
import { mapReply, type Reply, type Station } from './station.ts';
import type { Sending, Talk } from './talk.ts';

/** What a device does with one HTTP request. It lives as long as the device is up: sessions outlive connections. */
export type HttpService = (request: HttpRequest) => Promise<Reply<HttpAnswer>>;

type Extras = Pick<HttpAnswer, 'setCookie' | 'close'>;

export function answerWith(status: number, body = '', extras: Extras = {}): Promise<Reply<HttpAnswer>> {
  return Promise.resolve({ give: 'whole', content: { status, body: Buffer.from(body), ...extras } });
}

export function answerWithJson(answer: object, extras: Extras = {}): Promise<Reply<HttpAnswer>> {
  const body = Buffer.from(JSON.stringify(answer));
  return Promise.resolve({ give: 'whole', content: { status: 200, json: true, body, ...extras } });
}

export function answerWithCode(error_code: number): Promise<Reply<HttpAnswer>> {
  return answerWithJson({ error_code });
}

export function httpTalk(station: Station, service: HttpService): Talk {
  const close = station.state.model.closesAfterReply;
  return (arrived) => {
    const taken = takeHttpRequest(arrived);
    if (taken === null) return null;
    const { request, rest } = taken;
    if (request === undefined) return { rest, work: undefined };
    return { rest, work: async () => sending(await service(request), close) };
  };
}

/** Garbage comes in the envelope of HTTP, else every client's HTTP library would hide it as a broken connection. */
function sending(reply: Reply<HttpAnswer>, close: boolean): Reply<Sending> {
  const whole: Reply<HttpAnswer> =
    reply.give === 'garbage' ? { give: 'whole', content: { status: 200, body: reply.bytes } } : reply;
  return mapReply(whole, (answer) => ({ bytes: writeHttpAnswer(answer), close: close || answer.close === true }));
}
