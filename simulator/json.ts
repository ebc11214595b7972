export type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object in a text, or undefined for anything else: what arrives on a socket may be anything. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A value as a word, also an object that says how it is to be turned into text. */
export const wordOf = (value: unknown): string => (typeof value === 'string' ? value : String(JSON.stringify(value)));
