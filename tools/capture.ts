import { processCaptureIo, runCapture } from './capture/command.ts';

process.exitCode = await runCapture(process.argv.slice(2), processCaptureIo());
