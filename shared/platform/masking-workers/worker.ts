import { parentPort, workerData } from 'node:worker_threads';
import { createMasker, type MaskerOptions } from '../../masking/create-masker.ts';
import { type MaskingAnswer, type MaskingJob } from './masking-job.ts';

// The thread's half of mask-file-in-parallel.ts: one job is a run of whole lines.
// The owner passes MaskerOptions as workerData and only MaskingJob messages.
const masker = createMasker(workerData as MaskerOptions);
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

parentPort?.on('message', ({ number, bytes, isWhole, table }: MaskingJob) => {
  const masked = masker.mask(decoder.decode(bytes), isWhole, table);
  const answer: MaskingAnswer = { number, bytes: encoded(masked, bytes.buffer), counts: masker.counts() };
  parentPort?.postMessage(answer, [answer.bytes.buffer]);
});

/** In the buffer that the job came in, if it has room. */
function encoded(text: string, buffer: ArrayBuffer): Uint8Array<ArrayBuffer> {
  const { read, written } = encoder.encodeInto(text, new Uint8Array(buffer));
  return read === text.length ? new Uint8Array(buffer, 0, written) : encoder.encode(text);
}
