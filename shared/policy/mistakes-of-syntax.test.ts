import { describe, expect, it } from 'vitest';
import { faultOfPolicy, SMALL_POLICY } from '../../test/support/small-policy.ts';
import { policyFromText } from './load-documents.ts';

describe('a policy that is not the YAML that was meant', () => {
  it.each([
    [
      'a tab',
      SMALL_POLICY.replace('  - {', '\t- {'),
      'p.yaml:4:1 TAB_AS_INDENT: Tabs are not allowed as indentation; indent with blanks',
    ],
    [
      'a key given twice',
      SMALL_POLICY + 'id: again\n',
      'p.yaml:5:1 DUPLICATE_KEY: the mapping has the key id before; keep one of the two',
    ],
    [
      'a star without quotes',
      SMALL_POLICY.replace('match: http_req_duration', 'match: *'),
      'BAD_ALIAS: a "*" alone stands in quotes: "*"',
    ],
    [
      'a colon in a value',
      SMALL_POLICY + 'exemptions:\n  - reason: because: it is slow\n',
      'p.yaml:6:13 BLOCK_AS_IMPLICIT_KEY: Nested mappings are not allowed in compact mappings; put a value with ": " in it in quotes',
    ],
    [
      'an at sign at the beginning',
      SMALL_POLICY + 'owners: [@payments]\n',
      'p.yaml:5:10 BAD_SCALAR_START: Plain value cannot start with reserved character @; put the value in quotes',
    ],
    [
      'a bracket left open',
      SMALL_POLICY.replace('fail }', 'fail'),
      'p.yaml:5:1 BAD_INDENT: Flow map in block collection must be sufficiently indented and end with a }',
    ],
    [
      'a key that is indented otherwise',
      SMALL_POLICY + ' budgets:\n  - metric: a\n',
      'p.yaml:5:1 BAD_INDENT: All mapping items must start at the same column',
    ],
    [
      'an alias of nothing',
      SMALL_POLICY + 'exemptions: *none\n',
      'p.yaml:5:13 *none: the alias names no anchor above it (no anchor stands above it), write the value out or set &none before',
    ],
    [
      'a merge key',
      SMALL_POLICY + 'x: &a { alpha: 0.1 }\n<<: *a\n',
      'p.yaml:5:1 (whole document): must NOT have additional properties ("x" is unknown',
    ],
    [
      'a tag',
      SMALL_POLICY + 'alpha: !!float "0.1"\nreports: !mine {}\n',
      'p.yaml:6:10 TAG_RESOLVE_FAILED: Unresolved tag: !mine',
    ],
    [
      'two documents in one file',
      SMALL_POLICY + '---\nid: b\n',
      'p.yaml:5:1 MULTIPLE_DOCS: a file is one document; take out the line "---" and what does not belong to it',
    ],
    [
      'an end of text in a name',
      SMALL_POLICY.replace('id: latency', 'id: "la\\0tency"'),
      'p.yaml:4:11 here stands a character that nobody sees (U+0000); take it out',
    ],
    [
      'a character that turns what is read around',
      SMALL_POLICY.replace('http_req_duration', 'http\u202e_req'),
      'p.yaml:4:27 here stands a character that nobody sees (U+202E); take it out',
    ],
    ...['200B', '200C', '200D', '200E', '200F', '2060', 'FEFF'].map((code) => [
      `a character without width, U+${code}`,
      SMALL_POLICY.replace('match: http_req_duration', `match: "http\\u${code}_req"`),
      `here stands a character that nobody sees (U+${code}); take it out`,
    ]),
    [
      'a joiner in a key',
      SMALL_POLICY + '"ñ\u200d": 1\n',
      'p.yaml:5:1 here stands a character that nobody sees (U+200D); take it out',
    ],
    [
      'a line end in a key',
      SMALL_POLICY + '"a\\nb": 1\n',
      'p.yaml:5:1 here stands a character that nobody sees (U+000A); take it out',
    ],
  ])('is said with file, line, column and what would be right: %s', (_mistake, text, said) => {
    expect(faultOfPolicy(text)).toContain(said);
  });

  it('may have lines in a text, letters of every script, and in an example of a masking rule what logs have', () => {
    const text = `${SMALL_POLICY}exemptions:
  - { id: e, metric: a, owner: "größe \\u0645\\u06cc\\u200c\\u062e \u{1F468}\u200d\u{1F469}", until: 2030-01-01, reason: "first line\\nsecond\\tline" }
masking:
  rules: [{ name: emp, pattern: 'EMP-[0-9]{6}', type: person, examples: { match: ["\\e[31mEMP-123456"], ignore: ["\\e[0m"] } }]
`;

    expect(policyFromText(text, 'p.yaml').policy.exemptions).toHaveLength(1);
  });
});
