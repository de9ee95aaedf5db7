import { PipelineError } from '../../../shared/errors/pipeline-error.ts';
import { kitWithin } from '../../../shared/platform/http-client/kit-within.ts';
import type { ConnectorKit } from '../../../shared/ports/connector.ts';
import { connectorKit } from '../../support/connector-kit.ts';
import { createRecorder, replayOf } from './replay.ts';
import type { Target } from './target.ts';

/** One thing that is asked of a system. */
export type Call = (signal: AbortSignal) => Promise<unknown>;

/** A system that answers, and all that is asked of it. */
export interface Remote {
  readonly name: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** What names its addresses: no other is asked, as in the product. */
  readonly settings: unknown;
  /** The calls by name, in an order in which each of them has something to do. */
  connect(kit: ConnectorKit): Readonly<Record<string, Call>>;
  stop(): Promise<void>;
}

const WITHIN_MS = 5_000;

/**
 * A target for each call: its seed is what the look-alike server answered when it was really asked, so that documents are a few steps away from a reply that
 * fits. While fuzzing nothing is sent anywhere.
 */
export async function replyTargets(start: () => Promise<Remote>): Promise<readonly Target[]> {
  const remote = await start();
  const targets: Target[] = [];
  try {
    for (const name of Object.keys(remote.connect(kitOf(remote, fetch)))) {
      const recorder = createRecorder();
      await ask(remote, name, recorder.fetch);
      targets.push({
        name: `${remote.name}: answers to ${name}`,
        seeds: [recorder.document()],
        read: (bytes) => readReplies(remote, name, bytes),
      });
    }
  } finally {
    await remote.stop();
  }
  return targets;
}

async function readReplies(remote: Remote, call: string, bytes: Uint8Array): Promise<void> {
  const replay = replayOf(bytes);
  try {
    await remote.connect(kitOf(remote, replay.fetch))[call]?.(AbortSignal.timeout(WITHIN_MS));
  } finally {
    replay.check();
  }
}

/** A refusal is a reply like any other. */
async function ask(remote: Remote, call: string, send: typeof fetch): Promise<void> {
  try {
    await remote.connect(kitOf(remote, send))[call]?.(AbortSignal.timeout(WITHIN_MS));
  } catch (error) {
    if (!PipelineError.is(error)) throw error;
  }
}

function kitOf({ secrets, settings }: Remote, send: typeof fetch): ConnectorKit {
  return kitWithin(connectorKit(secrets, { fetch: send, timeoutMs: 2_000 }), 'fuzz', settings);
}
