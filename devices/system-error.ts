/** The code of an error of the operating system (`ECONNREFUSED`); for any other thrown thing its name. */
export function systemCode(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown';
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
}
