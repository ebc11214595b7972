/** 2 to this power rows make a piece. */
const bits = 6;
const inPiece = (1 << bits) - 1;

/**
 * A map with a fixed set of keys that is never changed: `with` gives another one, which shares all but a small piece
 * with it. So an answer of one plug costs the same among 2,000 as among 200.
 */
export class Rows<T> implements ReadonlyMap<string, T> {
  // no private fields, so that two of them compare by what is in them
  readonly places: ReadonlyMap<string, number>;
  readonly pieces: readonly (readonly T[])[];

  private constructor(places: Rows<T>['places'], pieces: Rows<T>['pieces']) {
    this.places = places;
    this.pieces = pieces;
  }

  static of<T>(map: ReadonlyMap<string, T>): Rows<T> {
    if (map instanceof Rows) return map;
    const all = [...map.values()];
    const pieces = Array.from({ length: (all.length >> bits) + 1 }, (_, i) => all.slice(i << bits, (i + 1) << bits));
    return new Rows(new Map([...map.keys()].map((key, place) => [key, place])), pieces);
  }

  /** @throws RangeError for a key that is not in it */
  with(key: string, value: T): Rows<T> {
    const place = this.places.get(key);
    const piece = place === undefined ? undefined : this.pieces[place >> bits];
    if (place === undefined || piece === undefined) throw new RangeError(`no row '${key}'`);
    return new Rows(this.places, this.pieces.with(place >> bits, piece.with(place & inPiece, value)));
  }

  get size(): number {
    return this.places.size;
  }

  has(key: string): boolean {
    return this.places.has(key);
  }

  get(key: string): T | undefined {
    const place = this.places.get(key);
    return place === undefined ? undefined : this.pieces[place >> bits]?.[place & inPiece];
  }

  keys(): MapIterator<string> {
    return this.places.keys();
  }

  values(): MapIterator<T> {
    // a copy by pieces, which is quicker than `flat`
    return ([] as T[]).concat(...this.pieces).values();
  }

  entries(): MapIterator<[string, T]> {
    const values = this.values();
    return [...this.keys()].map((key): [string, T] => [key, values.next().value as T]).values();
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(work: (value: T, key: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [key, value] of this) work(value, key, this);
  }
}
