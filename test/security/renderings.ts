import { messageFromBrief as slackMessage } from '../../shared/connectors/slack/message-from-brief.ts';
import { jiraTexts } from '../../shared/connectors/jira/jira-texts.ts';
import { messageFromBrief as teamsCard } from '../../shared/connectors/teams/card-from-brief.ts';
import { inertText as azureText } from '../../shared/connectors/azure-devops/inert-text.ts';
import { inertText as githubText } from '../../shared/connectors/github/inert-text.ts';
import { inertText as gitlabText } from '../../shared/connectors/gitlab/inert-text.ts';
import { changeBrief } from '../../shared/reporting/change-brief.ts';
import { renderComment } from '../../shared/reporting/render-comment.ts';
import { renderCsv } from '../../shared/reporting/render-csv.ts';
import { renderHtml } from '../../shared/reporting/render-html.ts';
import { renderJson } from '../../shared/reporting/render-json.ts';
import { renderMarkdownReport } from '../../shared/reporting/render-markdown-report.ts';
import { renderSvg } from '../../shared/reporting/render-svg.ts';
import { type ReportInput, reportModel } from '../../shared/reporting/report-model.ts';

/** Addresses that our own renderings may link to in these tests. */
export const OWN_ADDRESSES = /^https:\/\/(?:perf\.example|git\.example|gitlab\.example)\//;

/** One report in every form that leaves the product. */
export function renderAll(input: ReportInput) {
  const model = reportModel(input);
  const links = { report: 'https://perf.example/report.html', expireAt: '2026-11-28T08:00:00.000Z' };
  const comment = renderComment(model, {
    reportUrl: links.report,
    imageUrl: 'https://perf.example/report.png',
    maxLength: 60_000,
  });
  const svg = renderSvg(model);
  const brief = changeBrief(model, links);
  return {
    html: renderHtml(model, svg) as string,
    svg: svg as string,
    csv: renderCsv(model) as string,
    json: renderJson(model) as string,
    markdown: {
      report: renderMarkdownReport(model) as string,
      gitlab: gitlabText(comment),
      github: githubText(comment),
      azure: azureText(comment),
    },
    slack: slackMessage(brief),
    teams: teamsCard(brief),
    adf: jiraTexts('cloud').description(brief, ''),
    wiki: String(jiraTexts('data-center').description(brief, '')),
  };
}
export type Rendered = ReturnType<typeof renderAll>;
