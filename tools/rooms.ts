/** One room of the house: what it is for, which rooms it may know and which npm packages it may use. */
export interface Room {
  about: string;
  rooms: readonly string[];
  /** npm packages (without `node:` modules). */
  packages: readonly string[];
  /** Whether Node's own modules may be used. */
  node: boolean;
}

/** The walls. The compiler holds the room references; `tools/check-rooms.ts` holds the doors and the packages. */
export const rooms: Readonly<Record<string, Room>> = {
  contract: {
    about: 'what all agree on: ids, rows, codes with advice, commands, events, ports',
    rooms: [],
    packages: ['zod', '@orpc/contract'],
    node: false,
  },
  text: { about: 'words for paper as data', rooms: [], packages: [], node: false },
  engine: {
    about: 'the decisions, with no hands: inventory, standing, planning, the reset state machine, proof',
    rooms: ['contract', 'text'],
    packages: [],
    node: false,
  },
  devices: {
    about: 'everything that knows TP-Link: discovery, transports, dialects, drivers, the model catalogue',
    rooms: ['contract', 'text'],
    packages: ['zod', 'ipaddr.js', 'tplink-smarthome-crypto', '@noble/curves', '@noble/ciphers'],
    node: true,
  },
  db: {
    about: 'everything that knows SQLite: open, migrations, one module per aggregate, the ledger',
    rooms: ['contract', 'text'],
    packages: ['better-sqlite3', 'zod'],
    node: true,
  },
  paper: {
    about: 'checklists and labels to PDF, tables from and to CSV and workbooks',
    rooms: ['contract', 'text'],
    packages: [
      'pdfkit',
      'papaparse',
      'saxen',
      'uqr',
      '@expo-google-fonts/noto-sans',
      '@expo-google-fonts/noto-sans-sc',
      '@expo-google-fonts/noto-sans-jp',
    ],
    node: true,
  },
  machine: {
    about: 'what the operating system knows: interfaces, gateway, keyring and vault, clock and sleep',
    rooms: ['contract', 'text'],
    packages: ['@napi-rs/keyring', 'zod'],
    node: true,
  },
  host: {
    about: 'wires the rooms above and serves the contract',
    rooms: ['contract', 'text', 'engine', 'db', 'devices', 'paper', 'machine', 'simulator'],
    packages: ['@orpc/server', '@orpc/contract'],
    node: true,
  },
  renderer: {
    about: 'the window: React screens over the contract, in a browser or in the desktop app',
    rooms: ['contract', 'text'],
    packages: [
      'react',
      'react-dom',
      'react-i18next',
      'i18next',
      'react-data-grid',
      '@mantine/core',
      '@mantine/hooks',
      '@mantine/notifications',
      '@tanstack/react-query',
      '@orpc/client',
      '@orpc/contract',
      '@fontsource-variable/inter',
      'pdfjs-dist',
    ],
    node: false,
  },
  server: {
    about: 'headless: the contract and the window over HTTP, for browsers',
    rooms: ['contract', 'host'],
    packages: [],
    node: true,
  },
  cli: {
    about: 'the command line: a thin door over the contract',
    rooms: ['contract', 'text', 'host', 'server', 'simulator'],
    packages: ['commander', '@clack/prompts', '@orpc/client'],
    node: true,
  },
  simulator: {
    about: 'virtual plugs on loopback for practice, demos and tests; imports nothing of ours',
    rooms: [],
    packages: ['@noble/curves', '@noble/ciphers'],
    node: true,
  },
  tools: {
    about: 'checks, generators, builds, and the capture of an unknown plug',
    rooms: ['contract', 'devices', 'paper', 'machine'],
    packages: ['vite', '@vitejs/plugin-react', 'zod', '@clack/prompts'],
    node: true,
  },
  test: {
    about: 'mirrors the rooms, plus journeys (stories), strangers (other implementations), vectors',
    rooms: [
      'contract',
      'text',
      'engine',
      'db',
      'devices',
      'paper',
      'machine',
      'simulator',
      'host',
      'server',
      'cli',
      'tools',
    ],
    packages: [
      '@sparticuz/chromium',
      'axe-core',
      'playwright-core',
      'pdfjs-dist',
      'fast-check',
      'jsqr',
      'better-sqlite3',
      'tplink-smarthome-api',
      'tplink-smarthome-simulator',
      'vite',
      'zod',
      '@orpc/client',
      '@noble/curves',
    ],
    node: true,
  },
  bench: {
    about: 'measurements against floors and peers',
    rooms: ['contract', 'text', 'devices', 'engine', 'db', 'paper', 'machine', 'host', 'server', 'simulator'],
    packages: [
      'better-sqlite3',
      'pdfkit',
      '@sparticuz/chromium',
      'playwright-core',
      'react',
      'react-dom',
      'react-data-grid',
      'vite',
      '@vitejs/plugin-react',
    ],
    node: true,
  },
};
