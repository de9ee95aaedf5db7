import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { withinTime } from './within-time.ts';

export interface HostProcessOptions {
  /** The bundled Functions host. */
  readonly hostFile: string;
  readonly appFolder: string;
  readonly stateFolder: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  /** Called each time the host begins to serve. */
  readonly onReady?: () => void;
  /** Called when the process ends although nobody here asked for it; says which one, how old it was and how it ended. */
  readonly onEndedByItself?: (how: string) => void;
  /** Start again after a crash, as Azure does; default true. */
  readonly restartOnCrash?: boolean;
  readonly startTimeoutMs?: number;
  /** Flags of Node for this process; those of one that mostly waits when left out. */
  readonly nodeFlags?: readonly string[];
  /** How long running invocations may finish after SIGTERM. */
  readonly drainTimeoutMs?: number;
}

/** The Functions host as a child process. */
export interface HostProcess {
  readonly pid: number | undefined;
  /** Sends a signal and resolves when that process is gone; after a kill it comes back by itself unless asked not to. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when the host serves. @throws Error with the host's last lines when it does not start */
  start(): Promise<void>;
  /** Drains and ends the process; it stays down until `start`. */
  stop(): Promise<void>;
  restart(): Promise<void>;
  /** Resolves when the host serves, also across a restart after a crash. */
  ready(timeoutMs?: number): Promise<void>;
}

const HostMessage = z.union([
  z.object({ type: z.literal('ready'), port: z.number(), functions: z.array(z.string()) }),
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

/** For a process that mostly waits: a small young generation. */
const MEMORY_FLAGS = ['--max-semi-space-size=4'];
const LAST_LINES = 30;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;
/** A host that lived so long starts its pauses from the beginning. */
const STABLE_MS = 10_000;

/** Prepares a host process; nothing runs before `start`. */
export function createHostProcess(options: HostProcessOptions): HostProcess {
  const startTimeoutMs = options.startTimeoutMs ?? 30_000;
  const drainTimeoutMs = options.drainTimeoutMs ?? 30_000;
  let child: ChildProcess | null = null;
  let serving: Promise<void> = Promise.reject(new Error('The Functions host was not started.'));
  serving.catch(() => undefined);
  let isWanted = false;
  let wasKilled = false;
  /** Moves on with each start and stop, so that a planned restart of an earlier life does not happen. */
  let generation = 0;
  let pauseMs = FIRST_PAUSE_MS;

  function launch(): Promise<void> {
    const started = Date.now();
    const running = spawnHost(options, drainTimeoutMs);
    child = running.child;
    wasKilled = false;
    running.child.once('exit', (code) => {
      if (child === running.child) child = null;
      if (!isWanted) return;
      const how = endingOf(running.child, started, code);
      options.log(`The Functions host ended (${how}).`);
      if (!wasKilled) options.onEndedByItself?.(how);
      if (options.restartOnCrash === false) return;
      if (Date.now() - started > STABLE_MS) pauseMs = FIRST_PAUSE_MS;
      const attempt = generation;
      serving = pause(pauseMs).then(() => (attempt === generation ? launch() : undefined));
      serving.catch((error: unknown) => options.log(String(error)));
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    });
    return becomeReady(running);
  }

  async function becomeReady({ child: starting, ready }: StartedHost): Promise<void> {
    try {
      await withinTime(`The start of the Functions host (${options.appFolder})`, startTimeoutMs, ready);
      options.onReady?.();
    } catch (error) {
      // One that hangs is ended like one that ended by itself, so that the next attempt follows.
      wasKilled = true;
      starting.kill('SIGKILL');
      throw error;
    }
  }

  async function start(): Promise<void> {
    if (child !== null) return serving;
    isWanted = true;
    generation += 1;
    serving = launch();
    try {
      await serving;
    } catch (error) {
      await stop();
      throw error;
    }
  }

  async function stop(): Promise<void> {
    isWanted = false;
    generation += 1;
    const ending = child;
    if (ending === null) return;
    const timer = setTimeout(() => ending.kill('SIGKILL'), drainTimeoutMs + 5000);
    await endWith(ending, 'SIGTERM');
    clearTimeout(timer);
  }

  return {
    get pid() {
      return child?.pid;
    },
    start,
    stop,
    async kill(signal) {
      wasKilled = true;
      if (child !== null) await endWith(child, signal);
    },
    async restart() {
      await stop();
      await start();
    },
    async ready(timeoutMs = startTimeoutMs) {
      await withinTime('The Functions host', timeoutMs, serving);
    },
  };
}

function endingOf({ pid, signalCode }: ChildProcess, startedAt: number, code: number | null): string {
  const how = signalCode ?? `exit code ${String(code)}`;
  return `process ${String(pid)}, ${Date.now() - startedAt} ms old: ${how}`;
}

interface StartedHost {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
}

function spawnHost(options: HostProcessOptions, drainTimeoutMs: number): StartedHost {
  const parameters = {
    '--app': options.appFolder,
    '--state': options.stateFolder,
    '--port': String(options.port),
    '--drain-ms': String(drainTimeoutMs),
  };
  const child = spawn(
    process.execPath,
    [...(options.nodeFlags ?? MEMORY_FLAGS), options.hostFile, ...Object.entries(parameters).flat()],
    {
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Its own process group: Ctrl-C reaches the supervisor alone, which then drains the host.
      detached: true,
    },
  );
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      options.log(line);
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
    });
  }
  const ready = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.on('message', (message) => {
      const parsed = HostMessage.safeParse(message);
      if (!parsed.success) return;
      if (parsed.data.type === 'ready') resolve();
      else reject(new Error(`The Functions host did not start: ${parsed.data.message}`));
    });
    child.once('exit', (code, signal) => {
      const ending = signal ?? `exit code ${String(code)}`;
      reject(
        new Error(
          `The Functions host ended before it served (${ending}). Its last lines:\n${lastLines.join('\n')}`,
        ),
      );
    });
  });
  ready.catch(() => undefined);
  return { child, ready };
}

function endWith(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
