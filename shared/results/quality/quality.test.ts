import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResultReader } from '../create-result-reader.ts';
import type { RawMeasurement } from '../raw-measurement.ts';

const facts = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };

function read(text: string, chunkBytes = 7): RawMeasurement {
  const reader = createResultReader(facts);
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes));
  return reader.end();
}

/** Name → value, of what the report says; zeros of severities left out. */
function figures(text: string): Record<string, number> {
  const named = read(text).metrics.map(
    ({ name, statistics }) => [name, statistics[0]?.value ?? Number.NaN] as const,
  );
  return Object.fromEntries(
    named.filter(([name, value]) => value !== 0 || !/_(critical|high|medium|low|unknown)$/.test(name)),
  );
}

const coberturaLines = `<packages><package><classes><class><methods><method><lines><line number="1" hits="1"/></lines></method></methods>
<lines><line number="1" hits="1"/><line number="2" hits="0" branch="true" condition-coverage="50% (1/2)"/></lines></class></classes></package></packages>`;
const JACOCO = `<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="r">
<package name="p"><counter type="LINE" missed="9" covered="0"/></package><counter type="LINE" missed="1" covered="3"/><counter type="BRANCH" missed="0" covered="0"/></report>`;
const LCOV = `TN:a\nSF:/x.c\nFNDA:0,main\nDA:1,0\nDA:2,5\nBRDA:2,0,0,-\nBRDA:2,0,1,3\nend_of_record\nTN:b\nSF:/x.c\nDA:1,2\nend_of_record\n`;
const JUNIT = `<testsuites tests="99"><testsuite tests="5"><testcase time="1"/><testcase time="0.5"><failure>x &lt; y</failure><error/></testcase>
<testcase><skipped/></testcase><testcase><flakyFailure/></testcase><testcase><system-out><![CDATA[<failure>]]></system-out></testcase></testsuite></testsuites>`;

describe('a report on coverage', () => {
  it.each([
    [
      'Cobertura, by its counts',
      `<coverage line-rate="0.1" lines-covered="3" lines-valid="4"/>`,
      { coverage_lines: 0.75 },
    ],
    [
      'Cobertura, by its lines',
      `<coverage line-rate="0.9">${coberturaLines}</coverage>`,
      { coverage_lines: 0.5, coverage_branches: 0.5 },
    ],
    [
      'Cobertura, by its rate alone',
      `\uFEFF<coverage line-rate="0.9" branch-rate="0"/>`,
      { coverage_lines: 0.9 },
    ],
    [
      'Clover',
      `<coverage clover="4"><project><metrics statements="4" coveredstatements="1" conditionals="0" coveredconditionals="0" methods="2" coveredmethods="2"/><file><metrics statements="9" coveredstatements="9"/></file></project></coverage>`,
      { coverage_statements: 0.25, coverage_functions: 1 },
    ],
    ['JaCoCo, of the whole and not of its packages', JACOCO, { coverage_lines: 0.75 }],
    [
      'lcov, several tests of one file together',
      LCOV,
      { coverage_lines: 1, coverage_functions: 0, coverage_branches: 0.5 },
    ],
    [
      "Istanbul's summary",
      JSON.stringify({
        total: Object.fromEntries(
          ['lines', 'statements', 'functions', 'branches'].map((kind) => [kind, { total: 4, covered: 1 }]),
        ),
      }),
      { coverage_lines: 0.25, coverage_statements: 0.25, coverage_functions: 0.25, coverage_branches: 0.25 },
    ],
    [
      "Istanbul's details",
      JSON.stringify({
        '/a.js': {
          path: '/a.js',
          statementMap: { 0: { start: { line: 1 } }, 1: { start: { line: 1 } }, 2: { start: { line: 2 } } },
          s: { 0: 0, 1: 3, 2: 0 },
          f: { 0: 1 },
          b: { 0: [0, 2] },
        },
      }),
      { coverage_lines: 0.5, coverage_statements: 1 / 3, coverage_functions: 1, coverage_branches: 0.5 },
    ],
  ])('tells shares: %s', (_name, text, expected) => {
    expect(figures(text)).toEqual(expected);
  });

  it('keeps the counts behind a share', () => {
    expect(read(JACOCO).metrics[0]).toMatchObject({
      direction: 'higher-is-better',
      scale: 'proportion',
      statistics: [{ name: 'rate', value: 0.75, count: 4, events: 3 }],
    });
  });
});

describe('a report on tests', () => {
  it('counts test cases once each by their worst end, and never text', () => {
    expect(figures(JUNIT)).toEqual({
      tests: 5,
      tests_failed: 1,
      tests_skipped: 1,
      tests_flaky: 1,
      tests_seconds: 1.5,
    });
  });

  it('takes the sums of the outermost suites that tell them when no case is listed', () => {
    const text = `<testsuites><testsuite tests="6" failures="1" errors="1" skipped="2" time="1,000.5"><testsuite tests="6"/></testsuite><testsuite tests="1"/></testsuites>`;

    expect(figures(text)).toEqual({
      tests: 7,
      tests_failed: 2,
      tests_skipped: 2,
      tests_flaky: 0,
      tests_seconds: 1_000.5,
    });
    expect(read(text).notes).toHaveLength(1);
  });
});

describe('a report on vulnerabilities', () => {
  it.each([
    [
      'Trivy, of an image',
      {
        SchemaVersion: 2,
        Results: [
          {
            Vulnerabilities: [{ Severity: 'HIGH' }, { Severity: 'CRITICAL' }],
            Secrets: [{ Severity: 'LOW' }],
          },
          {
            Misconfigurations: [
              { Severity: 'LOW', Status: 'FAIL' },
              { Severity: 'LOW', Status: 'PASS' },
            ],
          },
        ],
      },
      {
        vulnerabilities: 2,
        vulnerabilities_high: 1,
        vulnerabilities_critical: 1,
        secrets: 1,
        secrets_low: 1,
        misconfigurations: 1,
        misconfigurations_low: 1,
      },
    ],
    [
      'Trivy, that found nothing',
      { SchemaVersion: 2, ArtifactName: 'a' },
      { vulnerabilities: 0, secrets: 0, misconfigurations: 0 },
    ],
    [
      'Trivy, of a cluster',
      { ClusterName: 'c', Resources: [{ Results: [{ Vulnerabilities: [{ Severity: 'odd' }] }] }] },
      { vulnerabilities: 1, vulnerabilities_unknown: 1, secrets: 0, misconfigurations: 0 },
    ],
    [
      'Grype',
      {
        matches: [
          { vulnerability: { severity: 'Negligible', cvss: [{ metrics: { base: 1 } }] } },
          { vulnerability: {} },
        ],
      },
      { vulnerabilities: 2, vulnerabilities_low: 1, vulnerabilities_unknown: 1 },
    ],
    [
      'SARIF',
      {
        version: '2.1.0',
        runs: [
          {
            tool: {
              driver: {
                rules: [
                  {
                    id: 'a',
                    defaultConfiguration: { level: 'error' },
                    properties: { 'security-severity': '9.1' },
                  },
                ],
              },
            },
            results: [
              { ruleId: 'a' },
              { ruleIndex: 0, level: 'note' },
              { ruleId: 'other' },
              { ruleId: 'a', kind: 'pass' },
              { ruleId: 'a', suppressions: [{}] },
              { ruleId: 'b', suppressions: [{ status: 'rejected' }] },
              { ruleId: 'a', baselineState: 'absent' },
              { ruleId: 'b', level: 'none' },
            ],
          },
        ],
      },
      {
        findings: 4,
        findings_error: 1,
        findings_warning: 2,
        findings_note: 1,
        security_findings: 2,
        security_findings_critical: 2,
      },
    ],
  ])('counts what is open by severity: %s', (_name, report, expected) => {
    expect(figures(JSON.stringify(report, null, 1))).toEqual(expected);
  });
});

describe('a report that cannot be read', () => {
  it.each([
    ['cut XML', '<coverage lines-covered="1"', 'line 1'],
    ['an unclosed root', '<testsuites><testsuite>', 'Unclosed root tag'],
    [
      'entities of its own',
      '<!DOCTYPE r [<!ENTITY a "b">]><testsuite><testcase name="&a;"/></testsuite>',
      'line 1',
    ],
    ['nesting without end', '<testsuite>'.repeat(10_000), 'at most 200'],
    ['another document', '<html><body/></html>', 'root element "html"'],
    ['JaCoCo without counters', '<report name="x"></report>', 'counters'],
    ['Cobertura that says nothing', '<coverage></coverage>', 'line-rate'],
    ['Clover without a project', '<coverage clover="3"></coverage>', 'project'],
    ['a cut tracefile', 'TN:\nSF:/a\nDA:1,1\n', 'end_of_record'],
    ['a tracefile without lines', 'TN:\nSF:/a\nend_of_record\n', 'DA'],
    ['a tracefile with a bad count', 'TN:\nSF:/a\nDA:1,x\nend_of_record\n', 'line 3'],
    ['cut JSON', '{"SchemaVersion": 2, "Results": [', 'cut'],
    [
      'SARIF whose results lie elsewhere',
      '{"version":"2.1.0","runs":[{"externalPropertyFileReferences":{"results":[{}]}}]}',
      'results',
    ],
    [
      'SARIF of a tool that failed and found nothing',
      '{"version":"2.1.0","runs":[{"invocations":[{"executionSuccessful":false}],"results":[]}]}',
      'ran to its end',
    ],
    ['SARIF of another version', '{"version":"2.x","runs":[{"results":7}]}', 'results'],
  ])('is refused with the place: %s', (_name, text, place) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
    expect(() => read(text)).toThrow(place);
  });

  it('says the same wherever the chunks end', () => {
    for (const text of [JUNIT, JACOCO, LCOV, `<coverage>${coberturaLines}</coverage>`]) {
      const whole = read(text, 1_000_000);
      fc.assert(
        fc.property(fc.integer({ min: 1, max: text.length }), (size) => {
          expect(read(text, size)).toEqual(whole);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('answers any text with a report or a refusal', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(JUNIT, JACOCO, LCOV, '{"matches": []}', '<coverage line-rate="1"/>'),
        fc.nat(),
        fc.string(),
        (text, at, put) => {
          const place = at % text.length;
          const changed = text.slice(0, place) + put + text.slice(place + put.length);
          try {
            expect(read(changed).tool).not.toBe('');
          } catch (error) {
            expect(error).toMatchObject({ code: 'INPUT_INVALID' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
