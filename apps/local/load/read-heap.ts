import * as z from 'zod';

const TIMEOUT_MS = 10_000;

const Heap = z.object({ liveBytes: z.number(), requests: z.number() });
type Heap = z.infer<typeof Heap>;

/** What the service keeps after its garbage is gone, and how many requests it has answered. */
export async function readHeap(url: string, signal: AbortSignal): Promise<Heap> {
  const response = await fetch(`${url}/debug/heap`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (!response.ok)
    throw new Error(`/debug/heap answered ${String(response.status)}: ${await response.text()}`);
  return Heap.parse(await response.json());
}

/** Live bytes that each request between two readings left behind; negative when memory was given back. */
export function heapGrowthPerRequest(before: Heap, after: Heap): number {
  return (after.liveBytes - before.liveBytes) / Math.max(after.requests - before.requests, 1);
}
