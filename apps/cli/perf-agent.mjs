#!/usr/bin/env node
// What `npx perf-agent` starts: the bundle that an installation and `npm run build` make, or the sources, which take longer to start,
// where nothing was built or a source was changed since.
import { readFileSync, statSync } from 'node:fs';

const bundle = new URL('../../dist/cli/', import.meta.url);
await import(isCurrent() ? new URL('main.js', bundle).href : './main.ts');

function isCurrent() {
  try {
    const list = new URL('sources.json', bundle);
    const builtAt = statSync(list).mtimeMs;
    const root = new URL('../../', import.meta.url);
    return JSON.parse(readFileSync(list, 'utf8')).every((source) => {
      const stat = statSync(new URL(source, root), { throwIfNoEntry: false });
      // A deployment may ship the bundle without its sources.
      return stat === undefined || stat.mtimeMs <= builtAt;
    });
  } catch {
    return false;
  }
}
