import { describe, expect, it } from 'vitest';
import { analysisOf, planOf } from '../../test/support/analysis-of.ts';
import { sourceOf, stageFor } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import type { RunFailed } from '../contracts/published.ts';
import { passDeadline } from './pass-deadline.ts';

const plan = {
  ...planOf(),
  sources: [sourceOf(), sourceOf({ part: 'metrics-cpu', kind: 'metrics', connection: 'prometheus' })],
};
const IN_TIME = { inTime: true, missing: [] };
const DELIVERED = { comment: { status: 'created', url: null }, commitStatus: 'success' };
/** A quarter of an hour after collecting ends. */
const END = { queue: 'deadline', part: 'end', notBefore: '2026-05-04T10:35:00.000Z' };
const measured = { source: sourceOf(), baseline: [], candidate: [], notes: [] };

describe('pass-deadline', () => {
  it('does nothing when the verdict was delivered', async () => {
    const { context } = stageFor({ plan, analyse: analysisOf(), deliver: DELIVERED });

    expect(await passDeadline().run(context)).toEqual({ output: { inTime: true, missing: [] }, emits: [] });
  });

  it('lets an analysis that is there go on, and sets its end', async () => {
    const { context } = stageFor({ plan, analyse: analysisOf() });

    expect(await passDeadline().run(context)).toEqual({
      output: { inTime: true, missing: [] },
      emits: [END],
    });
  });

  it('goes on without the parts that are missing and names them', async () => {
    const { context } = stageFor({ plan, 'mask/results': measured });

    expect(await passDeadline().run(context)).toEqual({
      output: { inTime: false, missing: ['metrics-cpu'] },
      emits: [{ queue: 'analyse' }, END],
    });
  });

  it('sends the analysis on its way again when all parts are there and their message was lost', async () => {
    const { context } = stageFor({ plan, 'mask/results': measured, 'mask/metrics-cpu': measured });

    expect(await passDeadline().run(context)).toEqual({
      output: { inTime: true, missing: [] },
      emits: [{ queue: 'analyse' }, END],
    });
  });
});

describe('pass-deadline at the end of a run', () => {
  it.each([
    ['was told its verdict', { deliver: DELIVERED }],
    ['was told that a step failed', { 'failed/analyse': failed('commented') }],
  ])('does nothing when the change %s', async (_name, records) => {
    const { context } = stageFor({ plan, analyse: analysisOf(), ...records }, { part: 'end' });

    expect(await passDeadline().run(context)).toEqual({ output: { inTime: true, missing: [] }, emits: [] });
  });

  it.each([
    ['nobody told the change anything', {}],
    ['a step was said to have failed and had not', { 'failed/collect': failed('went-on') }],
  ])('has the run fail when %s, and names the last step that was done', async (_name, records) => {
    const done = { plan, 'mask/results': measured, analyse: analysisOf(), deadline: IN_TIME };
    const { context } = stageFor({ ...done, ...records }, { part: 'end' });

    expect(await passDeadline().run(context)).toEqual({
      output: { inTime: false, missing: [], reached: 'analyse' },
      emits: [{ queue: 'failed', part: 'end' }],
    });
  });
});

function failed(told: RunFailed['told']): RunFailed {
  return { step: 'collect', part: null, code: 'REMOTE_REFUSED', message: Masked.parse('No.'), told };
}
