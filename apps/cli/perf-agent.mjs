#!/usr/bin/env node
// What `npx perf-agent` starts: the bundle that an installation and `npm run build` make, or the sources, which take longer to start,
// where nothing was built or a source was changed since.
import { readFileSync, statSync } from 'node:fs';

const bundle = new URL('../../dist/cli/', import.meta.url);
await import(isCurrent() ? new URL('main.js', bundle).href : './main.ts');

function isCurrent() {
  try {
    // `mask` is bundled apart from the other commands, and does not wait until all their sources are looked at.
    const list = new URL(process.argv[2] === 'mask' ? 'sources-of-mask.json' : 'sources.json', bundle);
    const builtAt = statSync(list).mtimeMs;
    const root = `${import.meta.dirname}/../../`;
    return JSON.parse(readFileSync(list, 'utf8')).every((source) => {
      const stat = statSync(root + source, { throwIfNoEntry: false });
      // A deployment may ship the bundle without its sources.
      return stat === undefined || stat.mtimeMs <= builtAt;
    });
  } catch {
    return false;
  }
}
