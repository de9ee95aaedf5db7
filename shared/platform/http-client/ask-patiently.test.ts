import { describe, expect, it } from 'vitest';
import { askPatiently } from './ask-patiently.ts';

const served = (): Response => new Response('served');

function busy(retryAfter?: string): () => Response {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return () => new Response('come again', { status: 429, headers });
}

/** Asks a door that gives these answers in turn, the last for good. */
async function ask(
  ...answers: readonly (() => Response)[]
): Promise<{ readonly said: string; readonly asked: number; readonly waits: readonly number[] }> {
  const waits: number[] = [];
  let asked = 0;
  const reply = await askPatiently(
    async () => {
      const answer = answers[Math.min(asked, answers.length - 1)] ?? served;
      asked += 1;
      return answer();
    },
    { patienceMs: 10_000, pause: async (waitMs) => waits.push(waitMs) },
  );
  return { said: await reply.text(), asked, waits };
}

describe('askPatiently', () => {
  it('comes again when a busy door wants it to', async () => {
    expect(await ask(busy('4'), busy('2'), served)).toEqual({
      said: 'served',
      asked: 3,
      waits: [4_000, 2_000],
    });
  });

  it('gives the refusal back when its patience is at an end, without a wait for nothing', async () => {
    expect(await ask(busy('4'))).toEqual({ said: 'come again', asked: 3, waits: [4_000, 4_000] });
    expect(await ask(busy('11'))).toEqual({ said: 'come again', asked: 1, waits: [] });
  });

  it('asks once where nothing tells it to come again', async () => {
    const broken = (): Response => new Response('broken', { status: 503, headers: { 'retry-after': '1' } });

    expect([await ask(served), await ask(busy()), await ask(broken)]).toEqual([
      { said: 'served', asked: 1, waits: [] },
      { said: 'come again', asked: 1, waits: [] },
      { said: 'broken', asked: 1, waits: [] },
    ]);
  });

  it('passes on that the door cannot be reached', async () => {
    const unreachable = askPatiently(() => Promise.reject(new TypeError('fetch failed')));

    await expect(unreachable).rejects.toThrow('fetch failed');
  });
});
