/** What a plug's first answer says of the session that begins with it. */
export interface SessionCookie {
  /** `TP_SESSIONID=…`, as it goes back. */
  cookie: string;
  /** How long the plug keeps the session, in seconds; null where it does not say. */
  timeoutS: number | null;
}

/**
 * The session id out of the raw headers. Plugs put their TIMEOUT where a cookie has its attributes, so no cookie
 * parser is used, and nothing but the session id is sent back. Some call it SESSIONID and take it back as
 * TP_SESSIONID all the same (python-kasa does so).
 */
export function sessionCookie(rawHeaders: readonly string[]): SessionCookie | undefined {
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    if (rawHeaders[i]?.toLowerCase() !== 'set-cookie') continue;
    const value = rawHeaders[i + 1] ?? '';
    const [, id] = /(?:^|[;,\s])(?:TP_)?SESSIONID=([\x21-\x2b\x2d-\x3a\x3c-\x7e]{1,256})(?=[;,\s]|$)/.exec(value) ?? [];
    if (id === undefined) continue;
    const [, timeout] = /(?:^|[;,\s])TIMEOUT=(\d{1,9})/i.exec(value) ?? [];
    return { cookie: `TP_SESSIONID=${id}`, timeoutS: Number(timeout) || null };
  }
  return undefined;
}

/** A session is left this long before the plug ends it: plugs' clocks are not exact. */
const marginS = 20 * 60;

/** How long a session is used, in ms, if the plug keeps it for `seconds`. */
export function sessionLifeMs(seconds: number): number {
  // a plug that keeps sessions for less than the margin would else never be spoken to
  return Math.max(seconds - marginS, seconds / 2) * 1000;
}
