import { AnalysisRequested } from '../contracts/analysis-requested.ts';
import { Decision } from '../contracts/decision.ts';
import { Explanation } from '../contracts/explanation.ts';
import { Analysis } from '../contracts/finding.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { Plan } from '../contracts/plan.ts';
import { type ReportFormat, ReportPublished } from '../contracts/published.ts';
import type { Pictures } from '../ports/pictures.ts';
import type { ReportLinks } from '../ports/report-links.ts';
import type { Stage } from '../ports/stage.ts';
import { renderComment } from '../reporting/render-comment.ts';
import { renderCsv } from '../reporting/render-csv.ts';
import { renderHtml } from '../reporting/render-html.ts';
import { renderJson } from '../reporting/render-json.ts';
import { renderMarkdownReport } from '../reporting/render-markdown-report.ts';
import { renderSvg } from '../reporting/render-svg.ts';
import { reportModel } from '../reporting/report-model.ts';

interface ReportPorts {
  readonly pictures: Pictures;
  readonly links: ReportLinks;
}

/** GitLab takes 1,000,000 characters, GitHub 65,536: what fits everywhere fits here. */
const MOST_COMMENT_CHARACTERS = 60_000;
const PICTURE_WIDTH_PX = 1_600;
const DAY_MS = 86_400_000;

/** File name and type of each format, as it lies under `reports/<runId>/`. */
export const REPORT_FILES: Readonly<
  Record<ReportFormat, { readonly name: string; readonly contentType: string }>
> = {
  html: { name: 'report.html', contentType: 'text/html; charset=utf-8' },
  svg: { name: 'report.svg', contentType: 'image/svg+xml' },
  png: { name: 'report.png', contentType: 'image/png' },
  json: { name: 'report.json', contentType: 'application/json' },
  csv: { name: 'findings.csv', contentType: 'text/csv; charset=utf-8' },
  markdown: { name: 'report.md', contentType: 'text/markdown; charset=utf-8' },
};

/** Renders every format from one model, so that comment, page and picture agree, and writes each once. */
export function publishReport(ports: ReportPorts): Stage<ReportPublished> {
  return {
    step: 'report',
    output: ReportPublished,
    async run(context) {
      const { value: request } = await context.read('receive', AnalysisRequested);
      const [plan, analysis, explanation, decision] = await Promise.all([
        context.read('plan', Plan),
        context.read('analyse', Analysis),
        context.read('reason', Explanation),
        context.read('decide', Decision),
      ]);
      const now = context.clock.now();
      const model = reportModel({
        change: request.change,
        runId: context.runId,
        plan: plan.value,
        analysis: analysis.value,
        explanation: explanation.value,
        decision: decision.value,
        generatedAt: now.toISOString(),
      });
      const svg = renderSvg(model);
      const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
      const contents: Readonly<Record<ReportFormat, Uint8Array>> = {
        html: encode(renderHtml(model, svg)),
        svg: encode(svg),
        png: await ports.pictures.png(svg, PICTURE_WIDTH_PX),
        json: encode(renderJson(model)),
        csv: encode(renderCsv(model)),
        markdown: encode(renderMarkdownReport(model)),
      };
      const expiresAt = new Date(now.getTime() + plan.value.reports.linkDays * DAY_MS);
      const files = await Promise.all(
        FORMATS.map(async (format) => {
          const { name, contentType } = REPORT_FILES[format];
          const ref = `reports/${context.runId}/${name}`;
          const stored = await context.artifacts.create(ref, contents[format], contentType, context.signal);
          // When another instance was first, its bytes stand; ours may differ in the time of generation only.
          const bytes = contents[format].length;
          return { format, ref, sha256: stored.sha256, bytes, url: ports.links.url(ref, expiresAt) };
        }),
      );
      const urlOf = (format: ReportFormat): string => files.find((file) => file.format === format)?.url ?? '';
      const comment = renderComment(model, {
        reportUrl: urlOf('html'),
        imageUrl: urlOf('png'),
        maxLength: MOST_COMMENT_CHARACTERS,
      });
      return {
        output: { files, linksExpireAt: expiresAt.toISOString(), comment },
        emits: [{ queue: 'deliver' }],
        remarks: files.map((file) => ({
          action: 'report.published',
          subject: file.ref,
          details: { sha256: maskedName(file.sha256), bytes: file.bytes },
        })),
      };
    },
  };
}

const FORMATS: readonly ReportFormat[] = ['html', 'svg', 'png', 'json', 'csv', 'markdown'];
