import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { OpenLoopAnswer, OpenLoopJob } from './open-loop.ts';

/** Sends requests from a process of its own, each when it is due. @returns the answers in the order of the requests */
export async function runOpenLoop(job: OpenLoopJob): Promise<readonly OpenLoopAnswer[]> {
  const generator = fork(new URL('open-loop.ts', import.meta.url));
  const replied = once(generator, 'message');
  const ended = once(generator, 'exit').then(([code]) => {
    throw new Error(`The load generator ended with exit code ${String(code)} before it replied.`);
  });
  generator.send(job);
  // The generator is ours and sends nothing else.
  const [reply] = (await Promise.race([replied, ended])) as [
    { answers: OpenLoopAnswer[] } | { error: string },
  ];
  ended.catch(() => undefined);
  if ('error' in reply) throw new Error(reply.error);
  return reply.answers;
}
