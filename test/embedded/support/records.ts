import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const Entry = z.looseObject({
  event: z.string(),
  pid: z.number(),
  at: z.number(),
  metadata: z
    .looseObject({ messageId: z.string(), deliveryCount: z.number(), sequenceNumber: z.number() })
    .optional(),
});
export type Entry = z.infer<typeof Entry>;

/** What a test app wrote to its RECORD_FILE. */
export function readRecords(file: string): Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Entry.parse(JSON.parse(line)));
}

/** Waits until the value is there: no test asserts by it how soon, so that the bound is for a machine that is overloaded. @throws Error naming what did not come */
export async function eventually<T>(
  what: string,
  read: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  timeoutMs = 60_000,
): Promise<T> {
  const givesUpAt = Date.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > givesUpAt) throw new Error(`${what} did not come within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
