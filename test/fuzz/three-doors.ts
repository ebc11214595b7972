/** Opens a door for each byte that fits, one behind the other: a parser in which chance alone does not come far. */
export function doorsOpened(input: Uint8Array): number {
  if (input[0] !== 0x7b) return 0;
  if (input[1] !== 0xc3) return 1;
  if (input[2] !== 0x5c) return 2;
  return 3;
}
