/** Sum of what is known, in the unit of the parts; null where nothing is. */
export function sumKnown(parts: readonly (number | null | undefined)[]): number | null {
  const known = parts.filter((part) => part !== null && part !== undefined);
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0);
}
