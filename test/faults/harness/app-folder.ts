import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleHost } from '../../../apps/local/cloud/bundle-host.ts';
import { ROOT } from '../../support/start-installation.ts';

/** What all hosts of one course of the harness are started from. */
export interface HarnessApp {
  readonly folder: string;
  readonly hostFile: string;
  /** Written by a host that ends in peace: one that is started a thousand times does not compile itself a thousand times. */
  readonly compiled: string;
  remove(): void;
}

/**
 * The built app and its host by themselves, so that a build of the checkout does not change the hosts that are killed and started meanwhile.
 * @param limits `callsAtOnce`: how many messages of a queue one host takes; as deployed when left out
 */
export async function copyApp(limits: { readonly callsAtOnce?: number } = {}): Promise<HarnessApp> {
  const root = mkdtempSync(path.join(tmpdir(), 'perf-agent-faults-app-'));
  const folder = path.join(root, 'app');
  mkdirSync(path.join(folder, 'dist'), { recursive: true });
  const filter = (file: string): boolean => !file.endsWith('.map');
  cpSync(path.join(ROOT, 'dist/functions'), path.join(folder, 'dist/functions'), { recursive: true, filter });
  cpSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  writeFileSync(path.join(folder, 'host.json'), hostJson(limits.callsAtOnce));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    hostFile: await bundleHost(root),
    compiled: path.join(root, 'compiled'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The deployed settings, or with so many messages of a queue at once. */
function hostJson(callsAtOnce: number | undefined): string {
  const text = readFileSync(path.join(ROOT, 'host.json'), 'utf8');
  if (callsAtOnce === undefined) return text;
  return text.replace(/("maxConcurrentCalls": )\d+/, `$1${callsAtOnce}`);
}
