import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readQueues } from './read-queues.ts';

function file(content: unknown): string {
  const path = join(mkdtempSync(join(tmpdir(), 'perf-agent-queues-')), 'queues.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('readQueues', () => {
  it('gives each queue a twin for what was rejected, times in milliseconds, and room to be looked through', () => {
    const path = file({
      queues: [{ name: 'plan', lockDurationSeconds: 30, maxDeliveryCount: 5, duplicateDetectionMinutes: 10 }],
    });
    const duplicateDetectionWindowMs = 600_000;

    expect(readQueues(path)).toEqual([
      { name: 'plan', lockDurationMs: 30_000, maxDeliveryCount: 5, duplicateDetectionWindowMs },
      { name: 'plan-rejected', lockDurationMs: 60_000, maxDeliveryCount: 1_000, duplicateDetectionWindowMs },
    ]);
  });

  it('says which field of which queue is wrong', () => {
    const path = file({ queues: [{ name: 'plan', lockDurationSeconds: 0, maxDeliveryCount: 5 }] });

    expect(() => readQueues(path)).toThrow(/queues\[0\]\.lockDurationSeconds/);
    expect(() => readQueues(path)).toThrow(path);
  });

  it('reads the queues of the product', () => {
    const queues = readQueues(new URL('../../../shared/contracts/queues.json', import.meta.url));

    expect(queues.length).toBeGreaterThan(20);
    expect(new Set(queues.map(({ name }) => name)).size).toBe(queues.length);
  });
});
