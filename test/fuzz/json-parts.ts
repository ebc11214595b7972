/** A piece of a text, from `start` up to `end`. */
export interface Span {
  start: number;
  end: number;
}

/** A name of an object with its value. */
export interface Member extends Span {
  key: Span;
  value: Span;
}

export interface JsonParts {
  values: readonly Span[];
  members: readonly Member[];
}

const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,]/g;

/** Where the values and the members stand in a text with JSON in it, whatever else is around it. */
export function jsonParts(text: string): JsonParts {
  const values: Span[] = [];
  const members: Member[] = [];
  /** Begun and not yet ended: an object or array, and the key that waits for its value. */
  const open: { start: number; key: Span | undefined }[] = [];
  let key: Span | undefined;
  const keep = (value: Span): void => {
    values.push(value);
    if (key) members.push({ start: key.start, end: value.end, key, value });
    key = undefined;
  };
  for (const found of text.matchAll(tokens)) {
    const [token] = found;
    const start = found.index;
    const end = start + token.length;
    if (token === '{' || token === '[') {
      open.push({ start, key });
      key = undefined;
    } else if (token === '}' || token === ']') {
      const begun = open.pop();
      key = begun?.key;
      if (begun) keep({ start: begun.start, end });
    } else if (token[0] === '"' && /^\s*:/.test(text.slice(end, end + 8))) key = { start, end };
    else if (token !== ':' && token !== ',') keep({ start, end });
  }
  return { values, members };
}
