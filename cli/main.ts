#!/usr/bin/env node
import { runCli } from './cli.ts';
import { keepToSelf, processIo } from './io.ts';

keepToSelf();

process.exitCode = await runCli(process.argv.slice(2), processIo());
