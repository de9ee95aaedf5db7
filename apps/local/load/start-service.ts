import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { ownEnvironment } from './own-environment.ts';
import { startAhead } from './start-ahead.ts';
import { type Defect, type Version } from '../sample-service/service-version.ts';

const MAIN = fileURLToPath(new URL('../sample-service/main.ts', import.meta.url));
const START_MS = 15_000;
const STOP_MS = 5_000;
const KEPT_CHARACTERS = 4_000;

const Ready = z.object({ listening: z.url() });

/** A running process of the sample service. */
interface ServiceProcess {
  readonly url: string;
  /** Asks it to end, and ends it when it does not within 5 s. */
  stop(): Promise<void>;
}

/**
 * Starts the sample service as a process of its own on a free port; it ends with this process even if that is killed.
 * @throws Error with its last words when it does not listen within 15 s
 */
export async function startService(version: Version, defect: Defect): Promise<ServiceProcess> {
  const args = ['--expose-gc', MAIN, '--version', version, '--defect', defect, '--stop-with-parent'];
  const child = startAhead(() =>
    spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: ownEnvironment() }),
  );
  const exited = once(child, 'exit');
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
  });

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(timer);
  }

  const lines = createInterface({ input: child.stdout });
  try {
    const line: unknown = await Promise.race([
      once(lines, 'line', { signal: AbortSignal.timeout(START_MS) }).then(([first]: unknown[]) => first),
      exited.then(([code]) => {
        throw new Error(`it ended with code ${String(code)}`);
      }),
    ]);
    return { url: Ready.parse(JSON.parse(String(line))).listening, stop };
  } catch (cause) {
    await stop();
    throw new Error(`The sample service did not start. ${words}`.trim(), { cause });
  }
}
