import { describe, expect, it } from 'vitest';
import { analysisOf, planOf } from '../../test/support/analysis-of.ts';
import { sourceOf, stageFor } from '../../test/support/memory-stage.ts';
import { passDeadline } from './pass-deadline.ts';

const plan = {
  ...planOf(),
  sources: [sourceOf(), sourceOf({ part: 'metrics-cpu', kind: 'metrics', connection: 'prometheus' })],
};
const measured = { source: sourceOf(), baseline: [], candidate: [], notes: [] };

describe('pass-deadline', () => {
  it('does nothing when the analysis is there', async () => {
    const { context } = stageFor({ plan, analyse: analysisOf() });

    expect(await passDeadline().run(context)).toEqual({ output: { inTime: true, missing: [] }, emits: [] });
  });

  it('goes on without the parts that are missing and names them', async () => {
    const { context } = stageFor({ plan, 'mask/results': measured });

    expect(await passDeadline().run(context)).toEqual({
      output: { inTime: false, missing: ['metrics-cpu'] },
      emits: [{ queue: 'analyse' }],
    });
  });

  it('sends the analysis on its way again when all parts are there and their message was lost', async () => {
    const { context } = stageFor({ plan, 'mask/results': measured, 'mask/metrics-cpu': measured });

    expect(await passDeadline().run(context)).toEqual({
      output: { inTime: true, missing: [] },
      emits: [{ queue: 'analyse' }],
    });
  });
});
