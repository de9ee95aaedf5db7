import { countMetric } from './quality-document.ts';
import type { Attributes, XmlReport } from './xml-elements.ts';

/** How a test ended; a later word on the same test counts only when it is worse. */
const OUTCOMES: Readonly<Record<string, 'failed' | 'skipped' | 'flaky'>> = {
  failure: 'failed',
  error: 'failed',
  rerunFailure: 'failed',
  rerunError: 'failed',
  skipped: 'skipped',
  disabled: 'skipped',
  flakyFailure: 'flaky',
  flakyError: 'flaky',
};
const WORSE = ['passed', 'flaky', 'skipped', 'failed'] as const;
type Outcome = (typeof WORSE)[number];

/**
 * JUnit's XML as Surefire, Gradle, pytest, Jest and others write it: test cases by how they ended, counted one by one; the sums that
 * suites tell are used only where a report lists no case. `flaky` are those that passed at a later try (Surefire).
 */
export function createJunit(): XmlReport {
  const counts: Record<Outcome, number> = { passed: 0, flaky: 0, skipped: 0, failed: 0 };
  const roots: Attributes[] = [];
  let depth = Number.POSITIVE_INFINITY;
  let seconds = 0;
  let current: Outcome | null = null;

  function close(): void {
    if (current !== null) counts[current] += 1;
    current = null;
  }

  return {
    open(name, attributes, path) {
      if (name === 'testcase') {
        close();
        current =
          attributes['status'] === 'notrun' || attributes['status'] === 'disabled' ? 'skipped' : 'passed';
        seconds += numberOf(attributes['time']);
        return;
      }
      const outcome = OUTCOMES[name];
      if (outcome !== undefined && path.at(-1) === 'testcase' && current !== null) {
        current = WORSE.indexOf(outcome) > WORSE.indexOf(current) ? outcome : current;
      }
      if (attributes['tests'] === undefined || !name.startsWith('testsuite') || path.length > depth) return;
      depth = path.length;
      roots.push(attributes);
    },
    end() {
      close();
      const listed = counts.passed + counts.flaky + counts.skipped + counts.failed;
      const sum = (...names: string[]): number =>
        roots.reduce((total, root) => total + names.reduce((one, name) => one + numberOf(root[name]), 0), 0);
      const told =
        listed > 0
          ? { tests: listed, ...counts, seconds }
          : {
              tests: sum('tests'),
              failed: sum('failures', 'errors'),
              skipped: sum('skipped', 'disabled', 'skips'),
              flaky: 0,
              seconds: sum('time'),
            };
      return {
        tool: 'junit',
        metrics: [
          countMetric('tests', told.tests, 'higher-is-better'),
          countMetric('tests_failed', told.failed),
          countMetric('tests_skipped', told.skipped),
          countMetric('tests_flaky', told.flaky),
          { ...countMetric('tests_seconds', told.seconds), unit: 's', scale: 'ratio-scale' },
        ],
        notes:
          listed > 0 || told.tests === 0
            ? []
            : ['The report lists no test cases; the sums of its suites were taken.'],
      };
    },
  };
}

/** `1,234.5` is how some writers say 1234.5. */
function numberOf(text: string | undefined): number {
  const value = Number((text ?? '').replaceAll(',', ''));
  return Number.isFinite(value) && value > 0 ? value : 0;
}
