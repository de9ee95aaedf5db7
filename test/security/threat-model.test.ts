import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

describe('the threat model', () => {
  const lines = readFileSync(new URL('docs/security.md', ROOT), 'utf8')
    .split('\n')
    .filter((line) => /^\| .*\| [STRIDE](?:, [STRIDE])* \|/.test(line));

  it('names for each line a test that exists', () => {
    const named = lines.map((line) => ({
      line,
      files: Array.from(line.matchAll(/`([\w./-]+\.test\.ts)`/g), ([, file = '']) => file),
    }));

    expect(lines.length).toBeGreaterThan(25);
    expect(named.filter(({ files }) => files.length === 0).map(({ line }) => line)).toEqual([]);
    expect(named.flatMap(({ files }) => files).filter((file) => !existsSync(new URL(file, ROOT)))).toEqual(
      [],
    );
  });

  it('looks at every kind of threat', () => {
    const kinds = new Set(
      lines.flatMap((line) => line.match(/\| ([STRIDE](?:, [STRIDE])*) \|/)?.[1]?.split(', ') ?? []),
    );

    expect([...kinds].sort()).toEqual(['D', 'E', 'I', 'R', 'S', 'T']);
  });
});
