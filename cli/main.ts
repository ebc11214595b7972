#!/usr/bin/env node
import { runCli } from './cli.ts';
import { processIo } from './io.ts';

// also what SQLite makes, the database and what lies beside it, is this user's alone
process.umask(0o077);

process.exitCode = await runCli(process.argv.slice(2), processIo());
