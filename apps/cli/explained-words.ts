import type { ApprovalExplanation, AskingRule } from '../../shared/policy/explain-approval.ts';
import type { ExplainedValue, FigureExplanation } from '../../shared/policy/explain-figure.ts';
import type { Policy } from '../../shared/policy/policy.ts';
import type { Origin } from '../../shared/policy/policy-layers.ts';
import type { Refusal } from '../../shared/policy/settings-ledger.ts';

/** What decides about one figure, as the terminal shows it. */
export function figureWords(figure: FigureExplanation): string {
  const { metric, statistic, rule, rates, question, others, bounds, exemptions, freezes, refused } = figure;
  return [
    `${metric} ${statistic}`,
    ...(rule === null
      ? ['  no rule judges it; it is reported and decides nothing']
      : [
          `  rule ${rule.id} decides`,
          ...rule.values.flatMap(valueWords),
          '  how often it may be wrong',
          ...rates.flatMap(valueWords),
        ]),
    ...others.map(
      ({ id, why, origin }) => `  not rule ${id}${origin === null ? '' : ` (${at(origin)})`}: it ${why}`,
    ),
    ...bounds.flatMap(({ name, values }) => [`  ${name}`, ...values.flatMap(valueWords)]),
    ...exemptions.map(({ id, owner, until, reason, expired, origin }) =>
      expired
        ? `  exemption ${id} expired on ${until} and is not applied (${at(origin)})`
        : `  exemption ${id} of ${owner} until ${until}: ${reason} (${at(origin)})`,
    ),
    ...freezes.map(
      ({ id, until, timeZone, reason, origin }) =>
        `  freeze ${id} now, until ${until} ${timeZone}: ${reason} (${at(origin)})`,
    ),
    ...(question.length === 0 ? [] : ['  what a question to a model about a change may cost']),
    ...question.flatMap(valueWords),
    ...refusedWords(refused),
  ].join('\n');
}

/** Who may approve, by verdict, as the terminal shows it. */
export function approvalWords(
  { rules, unasked, others, refused }: ApprovalExplanation,
  { risk, frozen }: { readonly risk: string; readonly frozen: boolean },
  people: Policy['people'],
): string {
  return [
    `approval of a change with ${risk} risk, ${frozen ? 'in' : 'outside'} a freeze`,
    ...rules.flatMap((rule) => [
      `  ${rule.verdicts.join(', ')}: rule ${rule.id} decides; ${askedWords(rule, people)}`,
      ...rule.values.flatMap(valueWords),
    ]),
    ...(unasked.length === 0 ? [] : [`  ${unasked.join(', ')}: nobody is asked`]),
    ...others.map(
      ({ id, why, origin }) => `  not rule ${id}${origin === null ? '' : ` (${at(origin)})`}: ${why}`,
    ),
    ...refusedWords(refused),
    ...(rules.length === 0
      ? []
      : ['  Whoever wrote the change, or has no account on its code host in "people", is left out.']),
  ].join('\n');
}

/** `2 of anna (Anna Berg), bert` */
function askedWords({ count, approvers }: AskingRule, people: Policy['people']): string {
  const shown = approvers.map((id) => {
    const name = people.find((person) => person.id === id)?.name;
    return name === undefined ? id : `${id} (${name})`;
  });
  return `${count} of ${shown.join(', ')}`;
}

/** One line a value with its place, and under it those that it stands in place of and those that were refused. */
function valueWords(
  { field, value, origin, candidates }: ExplainedValue,
  _index: number,
  all: readonly ExplainedValue[],
): readonly string[] {
  const width = Math.max(13, ...all.map((one) => one.field.length));
  const passed = candidates.slice(0, -1).filter(({ outcome }) => outcome === 'overridden');
  const refused = candidates.filter(({ outcome }) => outcome === 'locked' || outcome === 'loosens');
  return [
    `    ${field.padEnd(width)} ${JSON.stringify(value)}  ${at(origin)}`,
    ...passed.map((one) => `      over ${JSON.stringify(one.value)}  ${at(one.origin)}`),
    ...refused.map(
      (one) =>
        `      not ${JSON.stringify(one.value)}  ${at(one.origin)}: ${one.outcome === 'locked' ? 'locked' : 'may only tighten'}`,
    ),
  ];
}

/** `policies/default.yaml:12 (organisation)`; what no text says has no line. */
function at({ file, line, level, byDefault }: Origin): string {
  return byDefault === true ? `by default (${level})` : `${file}:${line} (${level})`;
}

function refusedWords(refused: readonly Refusal[]): readonly string[] {
  return refused.map(({ path, origin, why }) => `  not applied: ${path} (${at(origin)}): ${why}`);
}
