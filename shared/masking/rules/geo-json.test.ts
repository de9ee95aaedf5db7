import { describe, expect, it } from 'vitest';
import { createMasker } from '../create-masker.ts';

const { mask } = createMasker({ runKey: 'test' });
const bare = (text: string): string => mask(text).replace(/-[\da-f]{12}>/g, '>');

describe('a position of GeoJSON', () => {
  it.each([
    [
      'INFO got {"type":"Point","coordinates":[13.37770,52.51631]} ok',
      'INFO got {"type":"Point","coordinates":["<address>","<address>"]} ok',
    ],
    [
      'area {"coordinates": [[[9.1829, 48.7758], [9.1934, 48.7761]]], "id": 4}',
      'area {"coordinates": [[["<address>", "<address>"], ["<address>", "<address>"]]], "id": 4}',
    ],
    [
      '{"type":"LineString","coordinates":[[2.35222,48.85661,35.1],[2.35342,48.85702]]}',
      '{"type":"LineString","coordinates":[["<address>","<address>",35.1],["<address>","<address>"]]}',
    ],
    ['at {"loc":[4.89517,52.37022]}', 'at {"loc":["<address>","<address>"]}'],
    ['"coordinates":[\n  9.1829,\n  48.7758\n]', '"coordinates":[\n  "<address>",\n  "<address>"\n]'],
  ])('%s is masked, and stays JSON', (text, masked) => {
    expect(bare(text)).toBe(masked);
  });

  it.each([
    '{"coordinates":[412,96]}',
    '{"loc":[12,4]}',
    '{"loc":[0.12345,0.52631]}',
    'plot {"coordinates":[1024.51234,768.12345]}',
    '{"coordinates":[]}',
    'scores {"values":[13.37770,52.51631]}',
  ])('%s is none', (text) => {
    expect(mask(text)).toBe(text);
  });
});
