import { describe, expect, it } from 'vitest';
import { checkMaskingRules } from './check-masking-rules.ts';
import { parseYamlDocument } from './parse-yaml-document.ts';
import { Policy } from './policy.ts';

const policyWith = (rule: string): string => `schema: perf-agent.policy.v1
id: test
masking:
  rules:
${rule}
metrics:
  - { id: a, match: a, statistics: [p95], margin: 0.1, onRegression: fail }
`;
const rule = (pattern: string, match: string, ignore: string): string => `    - name: badge
      pattern: '${pattern}'
      examples:
        match: ['${match}']
        ignore: ['${ignore}']`;

describe('masking rules of a policy', () => {
  it.each([
    ['a good rule', rule(String.raw`\bEMP-\d{6}\b`, 'badge EMP-004711', 'TEMP-004711'), null],
    [
      'an example that it does not find',
      rule(String.raw`\bEMP-\d{6}\b`, 'EMP-47', 'x'),
      /^p\.yaml:8:17 masking\.rules\.0\.examples\.match\.0: .*"badge" does not find/,
    ],
    [
      'an example that it finds and should not',
      rule('EMP', 'EMP-1', 'TEMP'),
      /^p\.yaml:9:18 masking\.rules\.0\.examples\.ignore\.0: .*"badge" finds something/,
    ],
    [
      'a pattern with a back reference, which no linear machine runs',
      rule(String.raw`(a)\1`, 'aa', 'b'),
      /^p\.yaml:6:16 masking\.rules\.0\.pattern: /,
    ],
  ])('name file, line and what failed: %s', (_what, text, fault) => {
    const document = policyWith(text);
    const { masking } = parseYamlDocument(document, 'p.yaml', Policy);
    const check = (): void => checkMaskingRules(masking.rules, document, 'p.yaml');

    if (fault === null) expect(check).not.toThrow();
    else expect(check).toThrow(fault);
  });

  it('need both kinds of examples', () => {
    const text = policyWith(`    - { name: badge, pattern: a, examples: { match: [a], ignore: [] } }`);

    expect(() => parseYamlDocument(text, 'p.yaml', Policy)).toThrow(/p\.yaml:5:.*ignore/);
  });
});
