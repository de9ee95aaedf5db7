#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// What is imported from here on is compiled once and kept in Node's own cache.
enableCompileCache();
// `mask` is called for single lines: it has a bundle of its own (tools/bundle.ts), of few files and nothing that it does not need.
if (process.argv[2] === 'mask') {
  const { start } = await import('./start-mask.ts');
  await start();
} else {
  const { start } = await import('./start-any.ts');
  await start();
}
