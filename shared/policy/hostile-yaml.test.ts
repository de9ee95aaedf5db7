import { describe, expect, it } from 'vitest';
import { measureCpu } from '../../test/support/measure-cpu.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import { perfBudgetFromText, policyFromText } from './load-documents.ts';

const HEAD = 'schema: perf-agent.perfbudget.v1\n';
const GATE =
  '{ id: a, metric: m, statistic: p95, direction: lower-is-better, onBreach: fail, allowed: { absolute: 1 } }';

describe('a hostile budget file', () => {
  it.each([
    [
      'an alias within its own anchor',
      'budgets: &a [*a]\n',
      /:2:14 \*a: the alias stands within its own anchor/,
    ],
    [
      'an alias of the whole document',
      'paths: &p\n  - { id: x, match: [a], paths: *p }\n',
      /:3:33 \*p: .*own anchor/,
    ],
    ['a merge of itself', 'actions: &a\n  <<: *a\n  tickets: false\n', /:3:7 \*a: .*own anchor/],
    ['a key twice', 'budgets: []\nbudgets: []\n', /:3:1 DUPLICATE_KEY/],
    ['a tab for indentation', 'actions:\n\ttickets: false\n', /:3:1 TAB_AS_INDENT/],
    ['two documents', 'budgets: []\n---\nbudgets: []\n', /:3:1 MULTIPLE_DOCS/],
    ['bytes that are no UTF-8', 'service: caf\uFFFD\n', /:2:13 .*UTF-8/],
    ['a tag that makes an object', 'service: !!js/function "x"\n', /:2:10 TAG_RESOLVE_FAILED/],
    ['a number for a list', 'budgets: 7\n', /:2:10 budgets: must be array/],
    ['__proto__ as a key', '__proto__: { budgets: [] }\n', /"__proto__" is unknown/],
    [
      'depth without end',
      `budgets: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`,
      /:2:\d+ RESOURCE_EXHAUSTION/,
    ],
    ['ten megabytes', `# ${'x'.repeat(10_000_000)}\n`, /the most is 1000000/],
    [
      'more than a hundred values of one anchor',
      `gates: [&g ${GATE}${', *g'.repeat(150)}]\n`,
      /there twice|alias/,
    ],
  ])('with %s is refused with file, line and column, in little time', (_name, text, said) => {
    const { value: fault, tookMs } = measureCpu(() =>
      faultOf(() => perfBudgetFromText(HEAD + text, '.perfbudget.yml')),
    );

    expect(fault.code).toBe('POLICY_INVALID');
    expect(fault.message).toMatch(said);
    expect(fault.message).toMatch(/^\.perfbudget\.yml/);
    expect(fault.message.length).toBeLessThan(10_000);
    expect(tookMs).toBeLessThan(10_000);
  });

  it.each(['', '\n', '# nothing\n', '[]', 'null', '"text"', '---\n...\n'])(
    'that is %j is refused',
    (text) => {
      expect(faultOf(() => perfBudgetFromText(text, 'b.yml')).code).toBe('POLICY_INVALID');
      expect(faultOf(() => policyFromText(text, 'p.yaml')).code).toBe('POLICY_INVALID');
    },
  );
});

describe('an odd budget file', () => {
  it.each([
    ['a byte order mark', `\uFEFF${HEAD}`],
    ['lines of Windows', HEAD.replace('\n', '\r\n')],
    [
      'an anchor used twice',
      `${HEAD}freezes: []\nrequiredSources: [&a cpu]\npaths:\n  - { id: x, match: [docs], requiredSources: [*a] }\n`,
    ],
  ])('with %s is taken', (_name, text) => {
    expect(perfBudgetFromText(text, 'b.yml').value.schema).toBe('perf-agent.perfbudget.v1');
  });
});

function faultOf(work: () => unknown): PermanentError {
  try {
    work();
  } catch (error) {
    if (error instanceof PermanentError) return error;
    throw error;
  }
  throw new TypeError('The document was taken.');
}
