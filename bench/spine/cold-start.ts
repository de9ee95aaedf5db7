import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { bundle } from '../../tools/bundle.ts';
import { ROOT } from '../../test/support/start-installation.ts';
import { type Measured, quantile } from './measured.ts';

const execute = promisify(execFile);
const STARTS = 9;

/**
 * A fresh process from its start to the first registered function, Node's own start included; the module that Azure's worker supplies is a
 * recorder that notes the first registration.
 */
export async function coldStart(): Promise<Measured> {
  await bundle(ROOT);
  const folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-cold-'));
  try {
    const core = path.join(folder, 'core.cjs');
    writeFileSync(core, CORE);
    const hook = path.join(folder, 'hook.mjs');
    writeFileSync(hook, HOOK.replace('CORE', JSON.stringify(core)));
    const main = path.join(ROOT, 'dist/functions/index.js');
    const times: number[] = [];
    for (let start = 0; start <= STARTS; start += 1) {
      const { stdout } = await execute(process.execPath, ['--import', hook, main], {
        cwd: ROOT,
        timeout: 30_000,
      });
      // The first start fills the file cache.
      if (start > 0) times.push(Number(stdout.trim()));
    }
    return {
      name: 'cold start of the bundle to the first registration, median',
      value: quantile(times, 0.5),
      unit: 'ms',
      target: 400,
      better: 'lower',
      details: { starts: STARTS, least: Math.min(...times), most: Math.max(...times) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const CORE = `
class Disposable { dispose() {} }
module.exports = {
  version: '4.0.0', hostVersion: '4.0.0', Disposable,
  registerFunction() { process.stdout.write(String(performance.now())); process.exit(0); },
  setProgrammingModel() {}, getProgrammingModel() {}, registerHook() { return new Disposable(); }, log() {},
};`;

const HOOK = `
import module from 'node:module';
import { pathToFileURL } from 'node:url';
module.registerHooks({
  resolve(name, context, next) {
    return name === '@azure/functions-core' ? { url: pathToFileURL(CORE).href, shortCircuit: true } : next(name, context);
  },
});`;
