/** What a person wrote to say where the other Plugfleet is. */
export type Written =
  | { is: 'address'; origin: string; token: string | null }
  | { is: 'not-an-address' }
  /** Everybody on the way would read along. */
  | { is: 'needs-tls' };

/** Takes the line that `plugfleet serve` prints, or its address alone. */
export function readAddress(text: string): Written {
  const [written] = /\bhttps?:\/\/\S+/i.exec(text) ?? [];
  if (written === undefined || !URL.canParse(written)) return { is: 'not-an-address' };
  const url = new URL(written);
  if (url.username !== '' || url.password !== '') return { is: 'not-an-address' };
  if (url.protocol === 'http:' && !isThisComputer(url.hostname)) return { is: 'needs-tls' };
  return { is: 'address', origin: url.origin, token: url.searchParams.get('token') || null };
}

const isThisComputer = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
