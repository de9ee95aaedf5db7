import { expect, it } from 'vitest';
import { rawChangeOf, TEST_HEAD } from '../../test/support/memory-change-host.ts';
import { TEST_NOW, TEST_RUN } from '../../test/support/memory-runner.ts';
import { requestRecord, stageFor } from '../../test/support/memory-stage.ts';
import { Masked } from '../contracts/masked.ts';
import { checksOfHead } from './newest-judged.ts';

it("counts a run of a service as that service's while its plan is not on record yet", async () => {
  const payments = Masked.parse('payments');
  const { context } = stageFor({ receive: requestRecord({}, { service: payments }) });
  const row = {
    ...{ runId: TEST_RUN, headSha: TEST_HEAD, baseSha: null, tree: null, patch: null, grounds: null },
    ...({ status: 'running', verdict: null, headline: null, skip: null, startedAt: TEST_NOW } as const),
  };

  const { beside, targets } = await checksOfHead(
    { listChangeRuns: () => Promise.resolve([row]) },
    'git',
    rawChangeOf(),
    context,
  );

  expect(beside).toEqual([null, 'payments']);
  expect([...targets.keys()]).toEqual(['payments']);
});
