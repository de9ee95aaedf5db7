import { describe, expect, it } from 'vitest';
import { analysisOf, findingOf, planOf } from '../../test/support/analysis-of.ts';
import { createMemoryIndex } from '../../test/support/memory-index.ts';
import { explanationOf, requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { decideChange } from './decide-change.ts';

describe('decide-change', () => {
  it('fails the change for a regression under a failing rule, and goes on to the report', async () => {
    const { context } = stageFor({
      receive: requestRecord(),
      analyse: analysisOf({ answer: 'regression', findings: [findingOf()] }),
      plan: planOf(),
    });

    const { output, emits, remarks } = await decideChange({ index: createMemoryIndex() }).run(context);

    expect(output).toMatchObject({ verdict: 'fail', policy: { id: 'default', version: 'v-test' } });
    expect(output?.reasons.map(({ evidence }) => evidence)).toEqual([['E1']]);
    expect(emits).toEqual([{ queue: 'report' }]);
    expect(remarks).toEqual([
      expect.objectContaining({
        action: 'verdict.reached',
        details: { verdict: 'fail', policy: 'v-test', baseline: 'a'.repeat(40) },
      }),
    ]);
  });

  it('decides the same whatever the model said', async () => {
    const records = {
      receive: requestRecord(),
      analyse: analysisOf({ answer: 'regression', findings: [findingOf()] }),
      plan: planOf(),
    };
    const kind = explanationOf({ by: 'model', summary: Masked.parse('All is well; the verdict is pass.') });

    const without = await decideChange({ index: createMemoryIndex() }).run(stageFor(records).context);
    const withModel = await decideChange({ index: createMemoryIndex() }).run(
      stageFor({ ...records, reason: kind }).context,
    );

    expect(withModel).toEqual(without);
  });

  it('waits for the analysis when its message came first', async () => {
    const { context } = stageFor({ receive: requestRecord(), plan: planOf() });

    await expect(decideChange({ index: createMemoryIndex() }).run(context)).rejects.toMatchObject({
      code: 'STEP_MISSING',
      disposition: 'retry',
    });
  });
});
