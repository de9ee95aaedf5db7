import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createMasker } from './create-masker.ts';

const KEY = 'a key of a test';
const MANY = 3000;

/** As under `node --jitless`. A file of its own: what was loaded once is kept. */
beforeAll(() => {
  vi.stubGlobal('WebAssembly', undefined);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

it('gives the same pseudonyms where Node has no WebAssembly, however many values there are', () => {
  const addresses = Array.from({ length: MANY }, (_, number) => `u${number}@example.org`);

  const masked = createMasker({ runKey: KEY }).mask(addresses.join('\n'));

  expect(masked.split('\n')).toEqual(
    addresses.map((address) => {
      const code = createHmac('sha256', KEY).update(`value\0${address}`).digest('hex');
      return `<email-${code.slice(0, 12)}>`;
    }),
  );
});
