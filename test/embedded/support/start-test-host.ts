import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../apps/local/cloud/free-port.ts';
import {
  createHostProcess,
  type HostProcess,
  type HostProcessOptions,
} from '../../../apps/local/cloud/host-process.ts';
import { readOrCreateHostKeys, type HostKeys } from '../../../apps/local/functions-host/http/host-keys.ts';
import { hostFile } from '../../support/host-file.ts';
import { ROOT } from '../../support/start-installation.ts';

export interface TestHost {
  readonly host: HostProcess;
  readonly url: string;
  readonly keys: HostKeys;
  readonly lines: string[];
  readonly folder: string;
  /** Ends the host and removes its folder. */
  dispose(): Promise<void>;
}

export const APPS = fileURLToPath(new URL('../apps/', import.meta.url));

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'perf-agent-test-'));
}

/** A Functions host on one of the apps of test/embedded/apps, not yet started. */
export async function createTestHost(
  app: string,
  env: Readonly<Record<string, string>> = {},
  options: Partial<HostProcessOptions> = {},
): Promise<TestHost> {
  const folder = temporaryFolder();
  const lines: string[] = [];
  const port = await freePort();
  const host = createHostProcess({
    hostFile: await hostFile(ROOT),
    appFolder: join(APPS, app),
    stateFolder: folder,
    port,
    env: { RECORD_FILE: join(folder, 'records.jsonl'), ...env },
    log: (line) => lines.push(line),
    ...options,
  });
  return {
    host,
    url: `http://127.0.0.1:${port}`,
    keys: readOrCreateHostKeys(folder),
    lines,
    folder,
    async dispose() {
      await host.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
