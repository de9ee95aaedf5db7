import { expect } from 'vitest';
import { mineLines } from '../../shared/logs/mine-lines.ts';

/** Lines of a log whose header is learnt from them. */
export const HEADERS = [
  '2024-05-01 10:00:01 INFO app: up',
  '2024-05-01 10:00:02 INFO app: ready',
  '2024-05-01 10:00:03 INFO app: served 5',
  '2024-05-01 10:00:04 INFO app: served 6',
  '2024-05-01 10:00:05 INFO app: served 7',
];

/** Causes of the one record that the trace lines make behind some ordinary lines. */
export function causesOf(trace: string): readonly string[] {
  const result = mineLines([...HEADERS, ...trace.split('\n'), '2024-05-01 10:00:09 INFO app: served 9']);
  expect(result.records).toBe(HEADERS.length + 2);
  return result.patterns.find(({ causes }) => causes.length > 0)?.causes ?? [];
}
