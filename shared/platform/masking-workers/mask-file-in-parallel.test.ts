import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/create-masker.ts';
import { createStreamMasker } from '../../masking/create-stream-masker.ts';
import { maskFileInParallel } from './mask-file-in-parallel.ts';
import { maskStream, type WriteMasked } from './mask-stream.ts';

const folder = mkdtempSync(join(tmpdir(), 'masking-workers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lines = Array.from(
  { length: 40_000 },
  (_, index) => `line ${index} user${index % 97}@example.com from 10.0.${index % 200}.7 — größer`,
);
const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDn\n'.repeat(20)}-----END PRIVATE KEY-----`;
const document = [...lines.slice(0, 20_000), key, ...lines.slice(20_000), 'end'].join('\n');

describe('maskFileInParallel', () => {
  it('gives what one thread gives, in order, and counts the same', async () => {
    const masker = createMasker({ runKey: 'k' });

    const { masked, counts } = await inParallel(document);

    expect(masked === masker.mask(document)).toBe(true);
    expect(counts).toEqual(masker.counts());
  });

  it('judges a number at the end of a long text as one thread does', async () => {
    const line = 'plain words of a log line that says nothing at all\n'.repeat(21_000);
    const long = `${line}${line.slice(0, 1024 * 1024 - line.length)}\n943 476 5919\n`;

    const { masked } = await inParallel(long);

    expect(masked.slice(-40)).toBe(createMasker({ runKey: 'k' }).mask(long).slice(-40));
  });

  it('masks the columns of a table that is longer than a job by the names in its head', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => `${index},u${index},orchard${index % 7}x`);
    const table = `id,login,password\n${rows.join('\n')}\n`;

    const { masked } = await inParallel(table);

    expect(masked === createMasker({ runKey: 'k' }).mask(table)).toBe(true);
    expect(masked).not.toContain('orchard');
  });

  it('judges a short text as a whole', async () => {
    const { masked } = await inParallel('4111111111111111');

    expect(masked).toBe(createMasker({ runKey: 'k' }).mask('4111111111111111'));
    expect(masked).toMatch(/^<credit-card-/);
  });

  it('calls a file that is not there wrong input', async () => {
    const settings = { file: join(folder, 'none'), write: async () => undefined, workers: 1, runKey: 'k' };

    await expect(maskFileInParallel(settings)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('fails with what the writing fails with', async () => {
    const file = join(folder, 'short.log');
    writeFileSync(file, document);
    const write = (): Promise<void> => Promise.reject(new Error('the reader has gone'));

    await expect(maskFileInParallel({ file, write, workers: 2, runKey: 'k' })).rejects.toThrow('has gone');
  });
});

async function inParallel(text: string): Promise<{ masked: string; counts: object }> {
  const file = join(folder, 'text.log');
  writeFileSync(file, text);
  const { write, written } = collector();
  const counts = await maskFileInParallel({ file, write, workers: 2, runKey: 'k' });
  return { masked: written(), counts };
}

function collector(): { write: WriteMasked; written: () => string } {
  const parts: Buffer[] = [];
  return {
    write: async (chunk) => void parts.push(Buffer.from(chunk)),
    written: () => Buffer.concat(parts).toString(),
  };
}

describe('maskStream', () => {
  it('masks bytes whose characters are cut between chunks', async () => {
    const bytes = Buffer.from('größer jane@example.com €\n'.repeat(300));
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );
    const { write, written } = collector();

    await maskStream(Readable.from(chunks), createStreamMasker({ runKey: 'k' }), write);

    expect(written()).toBe(createMasker({ runKey: 'k' }).mask(bytes.toString()));
  });
});
