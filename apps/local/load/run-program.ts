import { spawn } from 'node:child_process';
import { ownEnvironment } from './own-environment.ts';
import { startAhead } from './start-ahead.ts';

const KEPT_CHARACTERS = 4_000;

/**
 * Runs a program to its end. What it prints is kept, bounded, for the error message.
 * @throws Error with exit code and last words when it fails, takes longer than `timeoutMs` or is aborted
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly env?: NodeJS.ProcessEnv },
): Promise<void> {
  const signal = AbortSignal.any([limits.signal, AbortSignal.timeout(limits.timeoutMs)]);
  const child = startAhead(() =>
    spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
      env: { ...ownEnvironment(), ...limits.env },
    }),
  );
  let words = '';
  const keep = (chunk: Buffer): void => {
    words = (words + chunk.toString('utf8')).slice(-KEPT_CHARACTERS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await new Promise<void>((resolve, reject) => {
    child.on('error', (cause) => {
      const why = limits.signal.aborted
        ? 'was stopped'
        : signal.aborted
          ? `took longer than ${String(limits.timeoutMs)} ms`
          : 'could not run';
      reject(new Error(`${file} ${why}. ${words}`.trim(), { cause }));
    });
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${file} ended with code ${String(code)}. ${words}`.trim()));
    });
  });
}
