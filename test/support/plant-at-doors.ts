import { expect } from 'vitest';
import { gzipSync } from 'node:zlib';
import { runCli } from '../cli/run-cli.ts';
import { alone, marked, markedAlone, markedLines, markOf, values, words } from './planted-inputs.ts';
import { plantedReports } from './planted-reports.ts';
import { HEAD, type Installation, PROJECT } from './start-installation.ts';

const DAY_MS = 86_400_000;
const SERVICE = 'orders';

/** Puts values into bodies, queries, paths and headers of the doors for programs. @param keep gets what they answered */
export function createDoorPlanter(installation: Installation, keep: (answer: string) => void) {
  const root = installation.cloud.urls.functions;
  const key = { 'x-functions-key': installation.cloud.keys.default };

  async function ask(route: string, init: RequestInit = {}): Promise<number> {
    const json = { 'content-type': 'application/json' };
    const headers = { ...key, ...json, ...(init.headers as Readonly<Record<string, string>> | undefined) };
    const reply = await fetch(`${root}${route}`, { ...init, headers });
    keep(await reply.text());
    return reply.status;
  }

  return { reports, acknowledgements, questions, headersOfCallers, operators };

  async function reports(): Promise<void> {
    const refused: string[] = [];
    for (const { kind, body } of plantedReports()) {
      const query = { service: SERVICE, commit: HEAD, branch: 'feature' };
      const reply = await installation.postResult(body, query);
      const answer = await reply.text();
      keep(answer);
      const { metrics = 0 } = JSON.parse(answer) as { readonly metrics?: number };
      if (reply.status !== 201 || metrics === 0) refused.push(`${kind}: ${answer}`);
    }
    expect(refused).toEqual([]);
    const lines = [markOf('packed log'), ...words('packed log').split('\n')];
    const log = lines.map((line, at) => `2026-05-04T10:00:${10 + (at % 50)}Z INFO served ${line}\n`).join('');
    const headers = { 'content-encoding': 'gzip', 'content-type': 'text/plain' };
    const init = { method: 'POST', headers, body: gzipSync(log) };
    expect(await ask(`/api/v1/logs?service=${SERVICE}&commit=${HEAD}`, init)).toBe(201);
  }

  /** One request for each of the longest list; the others begin anew. */
  async function acknowledgements(): Promise<void> {
    const until = new Date(Date.now() + 7 * DAY_MS).toISOString().slice(0, 10);
    const fields = {
      reason: markedLines('acknowledgement reason', 490),
      owner: markedAlone('acknowledgement owner', ' ', 95),
      by: markedAlone('acknowledgement by', ' ', 95),
      metric: markedAlone('acknowledgement metric', ' ', 190),
      branch: markedAlone('acknowledgement branch', '/', 290),
      statistic: short('acknowledgement statistic', 30),
    };
    const numbers = short('acknowledgement change', 40);
    const most = Math.max(numbers.length, ...Object.values(fields).map((some) => some.length));
    for (let at = 0; at < most; at += 1) {
      const told = Object.entries(fields).map(([name, some]) => [name, some[at % some.length]]);
      const change = { project: PROJECT, number: numbers[at % numbers.length] };
      const body = JSON.stringify({ service: SERVICE, until, ...Object.fromEntries(told), change });
      expect(await ask('/api/v1/acknowledgements', { method: 'POST', body })).toBe(201);
    }
    const wrong = { service: SERVICE, metric: '*', owner: 'ada', by: 'ada', reason: 'because of that' };
    for (const more of [{ until: words('day') }, { until, [words('field')]: 1 }, { until: '2020-01-01' }]) {
      const body = JSON.stringify({ ...wrong, ...more });
      expect(await ask('/api/v1/acknowledgements', { method: 'POST', body })).toBe(400);
    }
    expect(await ask('/api/v1/acknowledgements')).toBe(200);
  }

  async function questions(): Promise<void> {
    for (const { value } of alone('question')) {
      const asked = encodeURIComponent(value);
      for (const route of [
        ...[`runs?service=${asked}`, `runs?before=${asked}`, `runs?limit=${asked}`, `runs/${asked}`],
        ...[`slos?service=${asked}`, `approvals?status=${asked}`, `approvals/${asked}`],
        ...[
          `acknowledgements?service=${asked}&branch=${asked}`,
          `reports/${asked}/report.html?signature=${asked}`,
        ],
        `approvals/${asked}/page?signature=${asked}`,
        `runs?code=${asked}`,
      ]) {
        await ask(`/api/v1/${route}`);
      }
      await ask(`/api/v1/interactions/${asked}`, { method: 'POST', body: value });
      await ask(`/api/v1/results?service=${SERVICE}&commit=${HEAD}&build=${asked}`, {
        method: 'POST',
        body: value,
      });
    }
  }

  /** What programs and people in between write about themselves. */
  async function headersOfCallers(): Promise<void> {
    for (const { value } of alone('header')) {
      const headers = Object.fromEntries(
        [
          'user-agent',
          'referer',
          'x-request-id',
          'x-forwarded-for',
          'traceparent',
          'tracestate',
          'baggage',
          'cookie',
        ].map((name) => [name, value]),
      );
      await ask('/api/v1/runs', { headers });
      await ask('/api/v1/runs', {
        method: 'POST',
        headers: { ...headers, 'content-type': `text/${value.replaceAll(' ', '-')}` },
        body: '{',
      });
      await ask('/api/v1/runs', { headers: { ...headers, authorization: `Bearer ${value}` } });
    }
  }

  /** What operators say on the command line of why they do something, and of who they are. */
  async function operators(): Promise<void> {
    const text = (input: string): string => marked(input).replaceAll('\n', ' ');
    const { folder } = installation.cloud;
    const pin = ['baseline', 'pin', SERVICE, HEAD, '--reason', text('pin reason'), '--by', text('pin by')];
    const unpin = ['baseline', 'unpin', SERVICE, '--reason', text('unpin reason'), '--by', text('unpin by')];
    // Each call is a process of its own, so the first fields of values have to do.
    const names = markedAlone('key name', ' ', 95).slice(0, 2);
    const keys = names.map((name) => [
      'keys',
      'create',
      '--name',
      name,
      '--role',
      'reader',
      '--by',
      text('key by'),
      '--service',
      ...markedAlone('key service', '/', 95),
    ]);
    for (const args of [pin, unpin, ...keys]) {
      const ran = await runCli([...args, '--cloud', folder]);
      keep(`${ran.stdout}${ran.stderr}`);
      expect(ran.code, ran.stderr).toBe(0);
    }
  }
}

function short(input: string, most: number): string[] {
  return values(input)
    .filter(({ alone: tells }) => tells)
    .map(({ value }) => value)
    .filter((value) => value.length <= most);
}
