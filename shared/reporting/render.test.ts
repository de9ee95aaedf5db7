import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReportDocument } from '../contracts/report-document.ts';
import { everyElement, parseStrictMarkup } from '../../test/support/parse-strict-markup.ts';
import { finding, masked, reportInput } from '../../test/support/report-input.ts';
import { renderComment } from './render-comment.ts';
import { renderCsv } from './render-csv.ts';
import { renderHtml } from './render-html.ts';
import { renderJson } from './render-json.ts';
import { renderMarkdownReport } from './render-markdown-report.ts';
import { renderSvg } from './render-svg.ts';
import { type ReportModel, reportModel } from './report-model.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '</title></svg><img src=x onerror=alert(1)>',
  '" onload="alert(1)',
  "'><style>*{display:none}</style>",
  ']]><!-- -->',
  '@everyone @group/team',
  '|a|b|',
  '[x](javascript:alert(1))',
  '\u202egnp.exe',
  '\u0000\u001b[31m',
  '\ud800',
  '=HYPERLINK("http://x")',
  '\n\n# heading\n/close',
  '`code`',
  '{{x}} ${x}',
];
const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string(),
);

/** A model with the same hostile text in every place that takes text. */
function modelOf(text: string): ReportModel {
  const words = masked(text);
  const input = reportInput({
    findings: [
      finding({ metric: words, labels: { [`${text}.`]: words }, statistic: text, unit: text, reason: words }),
    ],
    analysis: {
      service: text,
      budgets: [
        {
          id: 'B1',
          metric: words,
          statistic: text,
          value: 2,
          max: 1,
          min: null,
          result: 'breached',
          onBreach: 'fail',
          source: text,
          rolling: null,
        },
      ],
      environments: {
        baseline: [{ name: words, facts: {} }],
        candidate: [],
        differences: [words],
        scale: null,
      },
      parts: { used: [text], missing: [text] },
      notes: [words],
    },
    decision: {
      headline: words,
      reasons: [{ rule: text, text: words, evidence: [text] }],
      policy: { id: text, version: text },
    },
    change: {
      title: words,
      author: words,
      project: text,
      url: words,
      sourceBranch: words,
      targetBranch: words,
    },
  });
  const claim = { text: words, evidence: ['E1', 'D1'], confidence: 'high' as const };
  const model = { connection: text, name: text, promptVersion: text };
  const dropped = [{ text: words, why: words }];
  const explanation = {
    ...input.explanation!,
    summary: words,
    causes: [claim],
    fixes: [claim],
    model,
    dropped,
  };
  const file = { path: words, additions: 1, deletions: 1, status: 'modified' as const };
  return reportModel({
    ...input,
    explanation,
    plan: { ...input.plan, diff: { ...input.plan.diff, files: [file] } },
    links: { run: text },
  });
}

describe('renderHtml', () => {
  it('has the same elements whatever text it is given, and shows the text as it is', () => {
    const shapeOf = (model: ReportModel): readonly string[] =>
      everyElement(parseStrictMarkup(renderHtml(model, renderSvg(model)))).map(({ name }) => name);
    const shape = shapeOf(modelOf('plain'));

    fc.assert(
      fc.property(hostileText, (text) => {
        fc.pre(text.trim() !== '');
        const names = shapeOf(modelOf(text)).filter((name) => name !== 'a');

        expect(names).toEqual(shape.filter((name) => name !== 'a'));
      }),
      { numRuns: 150 },
    );
  });

  it('has no script, no handler and no outside resource', () => {
    const model = modelOf('javascript:alert(1)');
    const elements = everyElement(parseStrictMarkup(renderHtml(model, renderSvg(model))));

    const names = new Set(elements.map(({ name }) => name));
    const attributes = new Set(elements.flatMap((element) => [...element.attributes.keys()]));
    const links = elements
      .map((element) => element.attributes.get('href'))
      .filter((link) => link !== undefined);

    expect(
      [...names].filter((name) =>
        ['script', 'link', 'img', 'iframe', 'object', 'form', 'base'].includes(name),
      ),
    ).toEqual([]);
    expect(
      [...attributes].filter((name) => name.startsWith('on') || name === 'src' || name === 'style'),
    ).toEqual([]);
    expect(links.filter((link) => !link.startsWith('#') && !link.startsWith('https://'))).toEqual([]);
  });

  it('allows its own style sheets by hash and nothing else', () => {
    const model = reportModel(reportInput());

    const policy = everyElement(parseStrictMarkup(renderHtml(model, renderSvg(model)))).find(
      (element) => element.attributes.get('http-equiv') === 'Content-Security-Policy',
    );

    expect(policy?.attributes.get('content')).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}=' 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'$/,
    );
  });

  it('names every table and every column for screen readers', () => {
    const model = modelOf('orders');
    const elements = everyElement(parseStrictMarkup(renderHtml(model, renderSvg(model))));

    const tables = elements.filter(({ name }) => name === 'table');
    const heads = elements.filter(({ name }) => name === 'th');

    expect(tables.map(({ children }) => children[0]?.name)).toEqual(['caption', 'caption', 'caption']);
    expect(heads.every(({ attributes }) => ['col', 'row'].includes(attributes.get('scope') ?? ''))).toBe(
      true,
    );
  });
});

describe('renderSvg', () => {
  it('stays well formed whatever text it is given', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const elements = everyElement(parseStrictMarkup(renderSvg(modelOf(text))));

        const allowed = ['#document', 'svg', 'style', 'title', 'desc', 'rect', 'text', 'circle', 'line', 'g'];
        expect(elements.filter(({ name }) => !allowed.includes(name))).toEqual([]);
      }),
    );
  });

  it('draws any figures at finite places', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, 5e-324, 1.7e308, -1.7e308),
    );
    fc.assert(
      fc.property(
        fc.array(number, { maxLength: 80 }),
        number,
        number,
        number,
        (values, effect, low, margin) => {
          const side = { mean: values[0] ?? null, values };
          const drawn = finding({
            baseline: side,
            candidate: side,
            effect,
            interval: { low, high: effect },
            margin: Math.abs(margin),
          });

          const svg = renderSvg(reportModel(reportInput({ findings: [drawn] })));

          const places = everyElement(parseStrictMarkup(svg)).flatMap(({ attributes }) =>
            ['x', 'y', 'cx', 'cy', 'x1', 'x2', 'y1', 'y2', 'width'].flatMap(
              (name) => attributes.get(name) ?? [],
            ),
          );
          expect(
            places.filter((place) => !Number.isFinite(Number(place)) || Math.abs(Number(place)) > 2_000),
          ).toEqual([]);
        },
      ),
    );
  });

  it('says how many figures it leaves out', () => {
    const findings = Array.from({ length: 500 }, (_, index) => finding({ id: `E${index + 1}` }));

    const svg = renderSvg(reportModel(reportInput({ findings })));

    expect(svg).toContain('494 more figures in the report');
  });

  it('says so when nothing was measured', () => {
    const svg = renderSvg(reportModel(reportInput({ findings: [] })));

    expect(svg).toContain('No figures were measured');
  });
});

describe('renderCsv', () => {
  it('gives every figure and text back to a reader of RFC 4180', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (text, effect) => {
          const model = reportModel(reportInput({ findings: [finding({ metric: masked(text), effect })] }));

          const rows: Record<string, string>[] = parseCsv(renderCsv(model), { columns: true });

          expect(rows).toHaveLength(1);
          expect(rows[0]?.['metric']?.replaceAll("'", '')).toBe(text.replaceAll("'", ''));
          expect(Number(rows[0]?.['effect']) === effect).toBe(true);
        },
      ),
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('never lets a spreadsheet run %j', (text) => {
    const model = reportModel(reportInput({ findings: [finding({ metric: masked(text) })] }));

    const rows: Record<string, string>[] = parseCsv(renderCsv(model), { columns: true });

    expect(rows[0]?.['metric']).toMatch(/^'/);
    expect(rows[0]?.['metric']?.replaceAll("'", '')).toBe(text);
  });

  it('has one row for each finding', () => {
    const findings = Array.from({ length: 120 }, (_, index) => finding({ id: `E${index + 1}` }));

    const rows: string[][] = parseCsv(renderCsv(reportModel(reportInput({ findings }))));

    expect(rows).toHaveLength(121);
  });
});

describe('renderJson', () => {
  it('fits its published shape and holds every finding', () => {
    const document = ReportDocument.parse(JSON.parse(renderJson(modelOf('orders'))));

    expect(document).toMatchObject({
      schema: 'perf-agent.report.v1',
      verdict: 'fail',
      counts: { regression: 1, improvement: 0, noChange: 0, undecided: 0, noBaseline: 0 },
      findings: [{ id: 'E1', onRegression: 'fail' }],
    });
  });
});

describe('all renderers', () => {
  it('give the same bytes for the same input', () => {
    const render = (): readonly string[] => {
      const model = reportModel(reportInput());
      const svg = renderSvg(model);
      return [
        svg,
        renderHtml(model, svg),
        renderCsv(model),
        renderJson(model),
        renderMarkdownReport(model),
        renderComment(model, { maxLength: 60_000 }),
      ];
    };

    expect(render()).toEqual(render());
  });
});
