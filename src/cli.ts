#!/usr/bin/env node
import process from 'node:process';
import { main } from './cli/main.ts';
import { processRunner } from './tools/process.ts';

const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => cancel.abort(new Error(`cancelled (${signal})`)));
}
try {
  process.exitCode = await main(
    process.argv.slice(2),
    {
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
      environment: process.env,
      currentFolder: process.cwd(),
      platform: process.platform,
      process: processRunner(),
    },
    cancel.signal,
  );
} catch (error) {
  process.stderr.write(
    cancel.signal.aborted
      ? 'Cancelled.\n'
      : `deploy-as failed unexpectedly: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
}
