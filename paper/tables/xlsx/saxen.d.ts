/** What we use of the XML parser `saxen`, which brings no types of its own. */
declare module 'saxen' {
  type Decode = (text: string) => string;
  export class Parser {
    on(
      event: 'openTag',
      callback: (name: string, attributes: () => Record<string, string>, decode: Decode, selfClosing: boolean) => void,
    ): this;
    on(event: 'closeTag', callback: (name: string, decode: Decode, selfClosing: boolean) => void): this;
    on(event: 'text', callback: (text: string, decode: Decode) => void): this;
    on(event: 'cdata', callback: (text: string) => void): this;
    on(event: 'error', callback: (error: Error) => void): this;
    stop(): void;
    parse(xml: string): Error | undefined;
  }
}
