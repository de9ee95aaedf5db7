import { describe, expect, it } from 'vitest';
import { mergedAt } from './merged-at.ts';

describe('mergedAt', () => {
  it.each([
    ['2026-05-04T10:00:00Z', '2026-05-04T10:00:00.000Z'],
    ['2026-05-04 10:00:00 UTC', '2026-05-04T10:00:00.000Z'],
    ['2026-05-04T12:00:00.1234567+02:00', '2026-05-04T10:00:00.123Z'],
  ])('reads %s', (said, at) => {
    expect(mergedAt(said)).toEqual({ mergedAt: at });
  });

  it.each([null, undefined, '', 'yesterday', '+012026-05-04T10:00:00Z'])('says nothing for %s', (said) => {
    expect(mergedAt(said)).toEqual({});
  });
});
