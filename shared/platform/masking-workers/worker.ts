import { parentPort, workerData } from 'node:worker_threads';
import { type MaskerOptions } from '../../masking/create-masker.ts';
import { createStreamMasker } from '../../masking/create-stream-masker.ts';
import { type MaskingAnswer, type MaskingJob } from './masking-job.ts';

// The thread's half of mask-file-in-parallel.ts: one job is a run of whole lines, masked as a text of its own.
// The owner passes MaskerOptions as workerData and only MaskingJob messages.
const options = workerData as MaskerOptions;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

parentPort?.on('message', (job: MaskingJob) => {
  const masker = createStreamMasker(options);
  const masked = masker.push(decoder.decode(job.bytes)) + masker.end();
  const bytes = encoder.encode(masked);
  const answer: MaskingAnswer = { number: job.number, bytes, counts: masker.counts() };
  parentPort?.postMessage(answer, [bytes.buffer]);
});
