/** Small things this browser remembers. They are a convenience: what cannot be read is forgotten. */
const nameOf = (key: string): string => `plugfleet.${key}`;

export function kept<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(nameOf(key));
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function keep(key: string, value: unknown): void {
  localStorage.setItem(nameOf(key), JSON.stringify(value));
}
