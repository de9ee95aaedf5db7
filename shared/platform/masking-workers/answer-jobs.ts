import { parentPort, workerData } from 'node:worker_threads';
import { createMasker, type MaskerOptions } from '../../masking/create-masker.ts';
import { maskJob, type MaskingJob, READY } from './masking-job.ts';

// The thread's half of masking-thread.ts, whose owner passes MaskerOptions as workerData and only MaskingJob messages.
const masker = createMasker(workerData as MaskerOptions);

parentPort?.on('message', (job: MaskingJob) => {
  const answer = maskJob(masker, job);
  parentPort?.postMessage(answer, [answer.text, answer.masked.buffer]);
});
parentPort?.postMessage(READY);
