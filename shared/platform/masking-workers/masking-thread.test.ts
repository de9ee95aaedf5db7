import { describe, expect, it } from 'vitest';
import { NOTHING_CARRIED } from '../../masking/carried.ts';
import { createBufferPool, createJobPacker } from './masking-job.ts';
import { type MaskingThread, startMaskingThread } from './masking-thread.ts';

describe('startMaskingThread', { timeout: 120_000 }, () => {
  it('answers jobs in order and gives the buffers back', async () => {
    const buffers = createBufferPool();
    const packer = createJobPacker(buffers);
    const thread = startMaskingThread({ runKey: 'k' });
    const jobOf = (text: string) => {
      packer.add({ text, isWhole: false });
      return packer.take(NOTHING_CARRIED);
    };

    const answers = await Promise.all([
      thread.mask(jobOf('mail jane@example.com\n')),
      thread.mask(jobOf('nothing — here\n')),
    ]);
    await thread.end();

    expect(Buffer.from(answers[0].masked).toString()).toMatch(/^mail <email-[0-9a-f]{12}>\n$/);
    expect(answers[0].counts).toEqual({ email: 1 });
    expect(Buffer.from(answers[1].masked).toString()).toBe('nothing — here\n');
    buffers.giveBack(answers[0].text);
    expect(buffers.take(0)).toBe(answers[0].text);
  });

  it('says that a thread failed, and why', async () => {
    const customRules = [{ name: 'badge', pattern: '(', examples: { match: ['('], ignore: [] } }];
    const thread = startMaskingThread({ runKey: 'k', customRules });

    await expect(maskOne(thread)).rejects.toMatchObject({
      code: 'MASKING_WORKER_FAILED',
      message: expect.stringContaining('a group without its end') as unknown,
    });

    expect(() => thread.hasRoom()).toThrow('A masking thread failed');
    await expect(maskOne(thread)).rejects.toMatchObject({ code: 'MASKING_WORKER_FAILED' });
    await thread.end();
  });

  it('fails with the jobs that wait when it is ended', async () => {
    const thread = startMaskingThread({ runKey: 'k' });
    const waiting = maskOne(thread);
    const failure = expect(waiting).rejects.toMatchObject({ code: 'MASKING_WORKER_FAILED' });

    await thread.end();

    await failure;
  });
});

function maskOne(thread: MaskingThread): Promise<unknown> {
  return thread.mask(createJobPacker(createBufferPool()).take(NOTHING_CARRIED));
}
