import { Masked } from '../../shared/contracts/masked.ts';
import { type Spoken, speakWord } from '../../shared/stages/speak-word.ts';
import { TEST_BASE } from './memory-change-host.ts';
import { runsOf } from './memory-measurements.ts';
import { createMemoryPipeline, type MemoryPipelineOptions, testPolicy } from './memory-pipeline.ts';

export type WaitingPipeline = ReturnType<typeof createMemoryPipeline> & { readonly runId: string };

/** Approval codes of the tests, by the secret's name. */
export const TEST_CODES: Readonly<Record<string, string>> = {
  'code-ada': 'code-of-ada-01234567890',
  'code-anna': 'code-of-anna-0123456789',
  'code-bert': 'code-of-bert-0123456789',
  'code-short': '1234',
};

const BASELINE = runsOf([100, 101, 99, 100, 102], { commit: TEST_BASE, branch: Masked.parse('main') });
const SLOWER = runsOf([160, 161, 159, 162, 160]);
const PEOPLE = ['ada', 'anna', 'bert', 'cy'].map((id) => ({
  id,
  accounts: { git: id, slack: `U0${id.toUpperCase()}`, teams: `${id}@shop.example` },
  ...(id === 'cy' ? { codeSecret: 'code-short' } : { codeSecret: `code-${id}` }),
}));

/**
 * A risky change of ada's to `db/`, judged and waiting for anna or bert; after four hours for cy as well. Fields of the rule may be replaced, and
 * `more` stands beside it in the policy.
 */
export async function waitingApproval(
  rule: Readonly<Record<string, unknown>> = {},
  connections: MemoryPipelineOptions['connections'] = {},
  more: Readonly<Record<string, unknown>> = {},
): Promise<WaitingPipeline> {
  const policy = testPolicy({
    people: PEOPLE,
    groups: { leads: ['anna', 'bert'] },
    approvals: [
      {
        id: 'risky',
        when: { risk: ['high'] },
        approvers: ['leads', 'ada'],
        escalate: { afterMinutes: 240, to: ['cy'] },
        ...rule,
      },
    ],
    ...more,
  });
  const pipeline = createMemoryPipeline({ policy, connections });
  pipeline.host.files = ['db/migrations/7.sql', 'package.json'].map((path) => ({
    path,
    previousPath: null,
    status: 'modified' as const,
    additions: 1,
    deletions: 0,
    patch: '@@ -1 +1 @@\n+x\n',
  }));
  await pipeline.measure([...BASELINE, ...SLOWER]);
  const runId = await pipeline.request();
  await pipeline.drain();
  return { ...pipeline, runId };
}

/** Ports of the doors through which people speak. */
export function approvalDoorPorts({ ports }: Pick<WaitingPipeline, 'ports'>) {
  return {
    ...ports,
    tenant: 'default',
    publicUrl: 'https://perf.example',
    connectionIds: ['git', 'slack'],
    secret: async (name: string): Promise<string> => TEST_CODES[name] ?? '',
  };
}

/** Audit entries about approval, with who, where and why. */
export function approvalNotes({
  audit,
}: Pick<WaitingPipeline, 'audit'>): readonly Readonly<Record<string, unknown>>[] {
  return audit.entries
    .map((text) => (JSON.parse(text) as { note: { action: string; details: Record<string, unknown> } }).note)
    .filter(({ action }) => action.startsWith('approval.'))
    .map(({ action, details: { by, channel, reason } }) =>
      by === undefined ? { action } : { action, by, channel, reason },
    );
}

/** What was written about the approval so far; the same before and after says that nothing was changed. */
export function approvalEvents({ artifacts }: Pick<WaitingPipeline, 'artifacts'>): readonly string[] {
  return artifacts.refs().filter((ref) => ref.startsWith('approvals/'));
}

/** Says a word about the approval as somebody would on the command line. @returns null when the run has none */
export function say(
  { ports, runId }: Pick<WaitingPipeline, 'ports' | 'runId'>,
  by: string,
  kind: 'approve' | 'reject' | 'revoke',
  more: { readonly reason?: string; readonly key?: string } = {},
): Promise<Spoken | null> {
  const { reason = '', key = `${by} ${kind}` } = more;
  const spoken = { word: { kind }, by, channel: 'command-line' as const, reason: Masked.parse(reason), key };
  return speakWord({ ...ports, tenant: 'default' }, runId, spoken, null, AbortSignal.timeout(20_000));
}

/** The approvals that the index holds. */
export function stands({ index }: Pick<WaitingPipeline, 'index'>) {
  return index.listApprovals({ tenant: 'default', limit: 10 }, AbortSignal.timeout(20_000));
}
