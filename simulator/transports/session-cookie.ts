import type { HttpRequest } from '../wire/http-message.ts';

const SESSION_SECONDS = 86_400;

/** Plugs know one cookie; a client that sends TIMEOUT along is not punished for it. */
export function sessionId({ headers }: HttpRequest): string {
  return /(?:^|;\s*)TP_SESSIONID=([^;]+)/.exec(headers.get('cookie') ?? '')?.[1] ?? '';
}

export function sessionCookie(id: string): string {
  return `TP_SESSIONID=${id};TIMEOUT=${SESSION_SECONDS}`;
}
