import { describe, expect, it } from 'vitest';
import { TEST_RUN } from '../../test/support/memory-runner.ts';
import { testMasker } from '../../test/support/memory-stage.ts';
import { createMemoryAudit } from '../../test/support/memory-stores.ts';
import { unmaskValue } from './unmask-value.ts';

const PSEUDONYM = '<email-3fa2c19b04d7>';
const REASON = 'incident 4711, the reviewer has to be asked';
const NOW = new Date('2026-11-21T08:00:00Z');

describe('unmaskValue', () => {
  it('hands out the value and has noted who, why and which before', async () => {
    const { audit, unmask } = setUp({ [PSEUDONYM]: 'jane.roe@example.com' });

    const value = await unmask({});

    expect(value).toBe('jane.roe@example.com');
    expect(audit.entries).toHaveLength(1);
    expect(JSON.parse(audit.entries[0] ?? '')).toMatchObject({
      note: {
        actor: 'auditor',
        action: 'value.unmasked',
        subject: PSEUDONYM,
        details: { reason: REASON, found: true },
      },
    });
    expect(audit.entries[0]).not.toContain('jane.roe');
  });

  it('notes an attempt that finds nothing', async () => {
    const { audit, unmask } = setUp({});

    expect(await unmask({})).toBeNull();
    expect(JSON.parse(audit.entries[0] ?? '')).toMatchObject({ note: { details: { found: false } } });
  });

  it('hands out nothing when the audit log cannot be written', async () => {
    const { audit, unmask } = setUp({ [PSEUDONYM]: 'jane.roe@example.com' });
    audit.held = true;

    await expect(unmask({})).rejects.toMatchObject({ code: 'LOCK_HELD' });
  });

  it('masks the reason', async () => {
    const { audit, unmask } = setUp({});

    await unmask({ reason: 'asked for by max.mustermann@example.org' });

    expect(audit.entries[0]).not.toContain('mustermann@example.org');
    expect(audit.entries[0]).toContain('<email-');
  });

  it.each([
    ['no pseudonym', { pseudonym: 'jane' }],
    ['half a pseudonym', { pseudonym: '<email-3fa2' }],
    ['more than a pseudonym', { pseudonym: `${PSEUDONYM} ` }],
    ['no reason', { reason: '' }],
    ['a reason of blanks', { reason: ' '.repeat(40) }],
    ['a reason that says nothing', { reason: 'because' }],
  ])('refuses %s before it looks or notes', async (_what, more) => {
    const { audit, asked, unmask } = setUp({ [PSEUDONYM]: 'x' });

    await expect(unmask(more)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect([audit.entries, asked]).toEqual([[], []]);
  });
});

function setUp(values: Readonly<Record<string, string>>) {
  const audit = createMemoryAudit();
  const asked: string[] = [];
  const ports = {
    tenant: 'default',
    audit,
    clock: { now: () => NOW },
    values: {
      keep: () => Promise.resolve(),
      find: (_runId: string, pseudonym: string) => {
        asked.push(pseudonym);
        return Promise.resolve(values[pseudonym] ?? null);
      },
    },
    maskerOf: testMasker,
  };
  return {
    audit,
    asked,
    unmask: (more: { readonly pseudonym?: string; readonly reason?: string }) =>
      unmaskValue(
        { runId: TEST_RUN, pseudonym: PSEUDONYM, reason: REASON, actor: 'auditor', ...more },
        ports,
        AbortSignal.timeout(10_000),
      ),
  };
}
