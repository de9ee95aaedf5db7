#!/usr/bin/env node
// What `npx perf-agent` starts: the bundle that `npm run build` makes, or the sources where nothing was built, which takes longer.
import { existsSync } from 'node:fs';

const built = new URL('../../dist/cli/main.js', import.meta.url);
await import(existsSync(built) ? built.href : './main.ts');
