import { describe, expect, it } from 'vitest';
import { createMemoryArtifacts } from '../../test/support/memory-stores.ts';
import type { Collected } from '../contracts/collected.ts';
import type { LogWindow } from '../contracts/log-evidence.ts';
import { Masked } from '../contracts/masked.ts';
import { createMiner } from '../logs/log-miner.ts';
import { compareLogs } from './compare-logs.ts';

describe('compare-logs', () => {
  it('has nothing to say when one side has no log', async () => {
    expect(await compare({ candidate: [['a line']] })).toBeNull();
  });

  it('names what is new with its first line and masked example, most telling first', async () => {
    const served = Array.from({ length: 200 }, (_, at) => `served order ${at}`);
    const failed = Array.from({ length: 30 }, (_, at) => `deadlock on order ${at}`);

    const compared = await compare({ baseline: [served], candidate: [[...served, ...failed]] });

    expect(compared).toMatchObject({
      logs: {
        baseline: { files: 1, records: 200 },
        candidate: { files: 1, records: 230 },
        changes: [{ id: 'L1', kind: 'new', candidateCount: 30, rateRatio: null, firstSeen: { line: 200 } }],
        causes: [{ kind: 'database', changes: ['L1'] }],
      },
    });
  });

  it('names each change of one message, its rate and its shares', async () => {
    const steady = [
      'stored order',
      'sent mail no',
      '(cart) closed',
      'paid for order',
      'checked stock of part',
    ];
    const served = steady.flatMap((text) => Array.from({ length: 200 }, (_, at) => `${text} ${at}`));
    const asked = (count: number, status: (at: number) => number): string[] =>
      Array.from({ length: count }, (_, at) => `GET /orders/${at} responded ${status(at)}`);

    const compared = await compare({
      baseline: [[...served, ...asked(40, () => 200)]],
      candidate: [[...served, ...asked(400, (at) => (at % 2 === 0 ? 502 : 200))]],
    });

    expect(compared).toMatchObject({
      logs: {
        changes: [
          { id: 'L1', kind: 'shift', shift: { value: '5xx', candidate: { count: 200, of: 400 } } },
          { id: 'L2', kind: 'surging', shift: null },
        ],
        causes: [{ changes: ['L1', 'L2'] }],
      },
    });
  });

  it('joins the logs of several replicas', async () => {
    const half = Array.from({ length: 100 }, (_, at) => `served order ${at}`);

    const compared = await compare({ baseline: [half, half], candidate: [[...half, ...half]] });

    expect(compared).toMatchObject({ logs: { baseline: { files: 2, records: 200 }, changes: [], more: 0 } });
  });

  it('compares no logs that are laid out differently, and says so', async () => {
    const compared = await compare({ baseline: [['a']], candidate: [['a']] }, ['time severity', '']);

    expect(compared).toMatchObject({ why: expect.stringContaining('laid out differently') as string });
  });
});

async function compare(
  sides: Partial<Record<'baseline' | 'candidate', readonly (readonly string[])[]>>,
  headers: readonly [string, string] = ['', ''],
) {
  const artifacts = createMemoryArtifacts();
  const payloads: Collected['payloads'] = [];
  for (const role of ['baseline', 'candidate'] as const) {
    for (const [at, lines] of (sides[role] ?? []).entries()) {
      const ref = `logs/${role}/${at}.json`;
      artifacts.put(ref, windowOf(lines, headers[role === 'baseline' ? 0 : 1]));
      payloads.push({ kind: 'log', ref, role, contentType: '', commit: 'a'.repeat(40), window: null });
    }
  }
  return compareLogs(payloads, { artifacts, signal: AbortSignal.timeout(10_000) });
}

function windowOf(lines: readonly string[], header: string): LogWindow {
  const miner = createMiner();
  for (const line of lines) miner.add(line);
  return {
    schema: 'perf-agent.log-window.v1',
    service: Masked.parse('orders'),
    commit: 'a'.repeat(40),
    branch: null,
    environment: Masked.parse('ci'),
    durationSeconds: null,
    header,
    mined: JSON.parse(JSON.stringify(miner.snapshot())) as LogWindow['mined'],
  };
}
