import type { ChangeBrief } from '../../shared/contracts/change-brief.ts';
import { changeBrief } from '../../shared/reporting/change-brief.ts';
import { reportModel } from '../../shared/reporting/report-model.ts';
import { masked, reportInput } from './report-input.ts';

/** The brief of one clear regression; override what the test is about. */
export function brief(overrides: Partial<ChangeBrief> = {}): ChangeBrief {
  const links = {
    report: 'https://perf.example/api/v1/reports/run-1/report.html?signature=abc',
    expireAt: '2026-11-28T08:00:00.000Z',
  };
  return { ...changeBrief(reportModel(reportInput()), links), ...overrides };
}

/** Text as strangers write it: markup of every target, mentions, controls and signs that turn text about. */
export const HOSTILE = masked(
  '</b><script>alert(1)</script> {code} [~admin] [x|javascript:alert(1)] *b* _i_ ||h|| !img! <!channel> <@U1> <at>all</at> @here :boom: `c` \\ h1. {{DATE(1,SHORT)}} $(x) \u202eevil\u0000\u0007 \ud800',
);

/** A brief in which every text of others is hostile, and as long as it may be. */
export function hostileBrief(): ChangeBrief {
  const long = masked(HOSTILE.repeat(20).slice(0, 500));
  const figure = {
    metric: HOSTILE,
    labels: HOSTILE,
    answer: masked('regression'),
    baseline: masked('41 ms'),
    candidate: masked('77 ms'),
    change: masked('+86 %'),
    certainty: masked('very sure: p < 0.0001'),
  };
  const claim = { text: long, evidence: [HOSTILE] };
  return brief({
    headline: masked(HOSTILE.repeat(3).slice(0, 300)),
    summary: HOSTILE,
    service: HOSTILE,
    change: { name: HOSTILE, title: HOSTILE, url: 'https://git.example/a?b=c&d=e', author: HOSTILE },
    figures: Array.from({ length: 10 }, () => figure),
    moreFigures: 30,
    budgets: Array.from({ length: 10 }, () => long),
    causes: Array.from({ length: 3 }, () => claim),
    fixes: Array.from({ length: 3 }, () => claim),
    warnings: Array.from({ length: 3 }, () => HOSTILE),
  });
}
