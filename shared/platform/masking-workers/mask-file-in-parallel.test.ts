import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { createMasker } from '../../masking/create-masker.ts';
import { createStreamMasker } from '../../masking/create-stream-masker.ts';
import { maskFileInParallel } from './mask-file-in-parallel.ts';
import { maskStream } from './mask-stream.ts';

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
    const file = join(folder, 'large.log');
    writeFileSync(file, document);
    const masker = createMasker({ runKey: 'k' });
    const output = new PassThrough();

    const [counts, masked] = await Promise.all([
      maskFileInParallel({ file, output, workers: 2, runKey: 'k' }).finally(() => output.end()),
      text(output),
    ]);

    expect(masked === masker.mask(document)).toBe(true);
    expect(counts).toEqual(masker.counts());
  });
});

describe('maskStream', () => {
  it('masks bytes whose characters are cut between chunks', async () => {
    const bytes = Buffer.from('größer jane@example.com €\n'.repeat(300));
    const output = new PassThrough();
    const chunks = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
      bytes.subarray(index * 7, index * 7 + 7),
    );

    const [, masked] = await Promise.all([
      maskStream(Readable.from(chunks), output, createStreamMasker({ runKey: 'k' })).finally(() =>
        output.end(),
      ),
      text(output),
    ]);

    expect(masked).toBe(createMasker({ runKey: 'k' }).mask(bytes.toString()));
  });
});
