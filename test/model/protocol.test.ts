import { describe, expect, it } from 'vitest';
import { ALL_AUDIT_PROTECTIONS, auditProtocol } from './audit-protocol.ts';
import { explore } from './explore.ts';
import { runProtocol } from './run-protocol.ts';
import { ALL_PROTECTIONS, type Budgets, type Protections } from './run-state.ts';

const NO_FAULT: Budgets = { crash: 0, messageLockLost: 0, leaseLost: 0, forget: 0, webhookAgain: 0 };
const ENDLESS = 'every run comes to its end';

/** All together take a minute and a gigabyte: asked for by name. */
const LARGE: readonly Partial<Budgets>[] =
  process.env['PERF_AGENT_MODEL'] === 'large'
    ? [
        { crash: 1, messageLockLost: 1, webhookAgain: 1 },
        { crash: 1, forget: 1 },
      ]
    : [];

describe('the protocol of a run', () => {
  it.each<Partial<Budgets>>([
    {},
    { crash: 2 },
    { webhookAgain: 1, crash: 1 },
    { messageLockLost: 1, leaseLost: 1 },
    { messageLockLost: 2 },
    ...LARGE,
  ])('ends with one comment that says what was found, whatever the order and the faults: %j', (budgets) => {
    const { counterexample, states, ends } = explore(runProtocol({ ...NO_FAULT, ...budgets }));

    expect(counterexample).toBeNull();
    expect(ends).toBeGreaterThan(0);
    expect(states).toBeGreaterThan(1_000);
  });

  it('ends without the part of a source that never answers', () => {
    const model = runProtocol({ ...NO_FAULT, crash: 1, webhookAgain: 1 }, ALL_PROTECTIONS, 'mask:a');

    expect(explore(model).counterexample).toBeNull();
  });

  it('loses the comment that is made first when neither lease nor second look protects it', () => {
    const without = { ...ALL_PROTECTIONS, lease: false, lookAgain: false };

    const { counterexample } = explore(runProtocol({ ...NO_FAULT, messageLockLost: 1 }, without));

    expect(counterexample?.property).toBe(ENDLESS);
    expect(counterexample?.trace.filter((label) => label === 'deliver create')).toHaveLength(2);
  });

  // The model would be worth nothing if it were right without what the product does for it.
  it.each<{
    readonly without: string;
    readonly protections: Partial<Protections>;
    readonly budgets: Partial<Budgets>;
    readonly property: string;
    readonly silent?: 'mask:a';
  }>([
    {
      without: 'write once',
      protections: { writeOnce: false },
      budgets: { messageLockLost: 1 },
      property: 'a record that stands is never replaced',
    },
    {
      without: 'the record before the messages',
      protections: { order: ['list', 'send', 'write', 'complete'] },
      budgets: { crash: 1 },
      property: 'what is told is what was found',
    },
    {
      without: 'the messages before the completion',
      protections: { order: ['write', 'list', 'complete', 'send'] },
      budgets: { crash: 1 },
      property: ENDLESS,
    },
    {
      without: 'the record before the listing of the parts',
      protections: { order: ['list', 'write', 'send', 'complete'], deadline: false },
      budgets: {},
      property: ENDLESS,
    },
    {
      without: 'a deadline for a source that never answers',
      protections: { deadline: false },
      budgets: {},
      property: ENDLESS,
      silent: 'mask:a',
    },
    {
      without: 'a second look after a comment is made under a lost lease',
      protections: { lookAgain: false },
      budgets: { messageLockLost: 1, leaseLost: 1 },
      property: ENDLESS,
    },
  ])('does not hold without $without', ({ protections, budgets, property, silent }) => {
    const all = { ...ALL_PROTECTIONS, ...protections };

    const { counterexample } = explore(runProtocol({ ...NO_FAULT, ...budgets }, all, silent ?? null));

    expect(counterexample?.property).toBe(property);
  });

  it.each<Partial<Protections>>([{ lease: false }, { findBeforeCreate: false }])(
    'holds without %j, which saves calls and is no protection',
    (less) => {
      const model = runProtocol({ ...NO_FAULT, messageLockLost: 1 }, { ...ALL_PROTECTIONS, ...less });

      expect(explore(model).counterexample).toBeNull();
    },
  );
});

describe('the protocol of the audit log', () => {
  it('enters each note once and in one chain, whoever dies, also after it was done', () => {
    const { counterexample, ends } = explore(auditProtocol({ crashes: 3 }));

    expect(counterexample).toBeNull();
    expect(ends).toBeGreaterThan(10);
  });

  it.each([
    { without: 'createOnce', property: 'a note is entered once' },
    { without: 'recordAll', property: 'a note is entered once' },
    { without: 'keysAfterEnd', property: 'a note is entered once' },
    { without: 'readOn', property: 'no run goes in circles' },
  ])('does not hold without $without', ({ without, property }) => {
    const protections = { ...ALL_AUDIT_PROTECTIONS, [without]: false };

    const { counterexample } = explore(auditProtocol({ crashes: 2 }, protections));

    expect(counterexample?.property).toBe(property);
  });
});
