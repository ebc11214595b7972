import { arch, release } from 'node:os';
import { app } from 'electron';

/** So many lines are kept. */
const mostLines = 400;
const longestLine = 500;

/** What happened in the shell since it was started; it stays in memory until a person wants it in a file. */
export interface Log {
  add(words: string): void;
  /** All of it, with what this is and what it runs on. */
  text(): string;
}

export function openLog(): Log {
  const lines: string[] = [];
  return {
    add(words) {
      lines.push(`${new Date().toISOString()} ${words.slice(0, longestLine)}`);
      if (lines.length > mostLines) lines.shift();
    },
    text: () => `${[...about(), '', ...lines].join('\n')}\n`,
  };
}

/** The versions that matter, a line each. */
export const about = (): string[] => {
  const { electron, chrome, node } = process.versions;
  return [
    `Plugfleet ${app.getVersion()}`,
    `Electron ${electron} · Chromium ${chrome} · Node ${node}`,
    `${process.platform} ${release()} ${arch()}`,
  ];
};
