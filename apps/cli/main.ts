#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { EXIT } from './exit-codes.ts';

// What is imported from here on is compiled once and kept in Node's own cache.
enableCompileCache();
const { createProgram } = await import('./program.ts');
const { guardTerminal } = await import('./terminal-text.ts');

guardTerminal(console, process.argv);

try {
  await (await createProgram(process.argv.slice(2))).parseAsync();
} catch (error) {
  // Commander has already said what was wrong; its help and version come here too, with code 0.
  const code = error instanceof Error && 'exitCode' in error ? Number(error.exitCode) : EXIT.unavailable;
  process.exitCode = code === 0 ? EXIT.ok : EXIT.usage;
  if (!(error instanceof Error && 'exitCode' in error)) throw error;
}
