import { expect } from 'vitest';
import { webhookHeaders } from '../../apps/local/gitlab-look-alike/signed-webhook.ts';
import { alone, asRef, diffs, legalPath, packed, values, words } from './planted-inputs.ts';
import { plantedLines, plantedSummary } from './planted-results.ts';
import { BASE, HEAD, type Installation, PROJECT } from './start-installation.ts';

const BROKEN_BRANCH = 'release/broken';
const SERVED_PROJECT = `shop/${legalPath(alone('project path'), 1)}`;

/** Puts values into everything that the installation takes in: results, webhooks, requests, replies of other systems. @returns what its doors answered */
export async function plantEverywhere(installation: Installation): Promise<readonly string[]> {
  const answers: string[] = [];
  await pushResults();
  await pushLogs();
  await runToTheEnd();
  await failingRuns();
  await otherDoors();
  return answers;

  async function pushLogs(): Promise<void> {
    for (const commit of [BASE, HEAD]) {
      const lines = words(`log of ${commit.slice(0, 1)}`).split('\n');
      const body = lines
        .map((line, at) => `2026-05-04T10:00:${10 + (at % 50)}Z INFO served ${line}\n`)
        .join('');
      answers.push(await request(`/api/v1/logs?service=orders&commit=${commit}`, body));
    }
  }

  async function pushResults(): Promise<void> {
    for (const [commit, medianMs, seed] of [
      [BASE, 20, 1],
      [HEAD, 60, 101],
    ] as const) {
      for (let run = 0; run < 5; run += 1) {
        const body = plantedLines({
          medianMs,
          seed: seed + run,
          tags: values('k6 tags'),
          metrics: values('k6 metric'),
          thresholds: values('k6 threshold'),
        });
        await post(body, { service: 'orders', commit, branch: commit === BASE ? 'main' : 'feature' }, 201);
      }
    }
    for (const [at, value] of values('k6 summary').entries()) {
      await post(
        plantedSummary(value),
        { service: 'summaries', commit: String(at).padStart(40, '0'), branch: 'main' },
        201,
      );
    }
    for (const [at, { text }] of values('service').entries()) {
      // A private key has more characters than a service may have.
      if (text.length <= 100) await post(plantedSummary(null), namesOf(text, at));
    }
  }

  /** One change with everything, then those whose short fields hold the rest of the forty. */
  async function runToTheEnd(): Promise<void> {
    open(1, { title: words('title'), diffs: diffs() });
    const first = await webhook(1, 'open');
    await installation.waitFor('the comment', () => installation.gitlab.notes(PROJECT, 1).length === 1);
    await installation.waitFor('the end of the run', () => ended(first));
    for (const route of [`/api/v1/runs/${first}`, '/api/v1/runs', '/api/v1/runs?service=orders']) {
      answers.push(JSON.stringify(await installation.api(route)));
    }
    await webhook(1, 'merge');
    const branches = packed(alone('source branch').map(asRef), '/', 290);
    const targets = packed(alone('target branch').map(asRef), '/', 290);
    const authors = packed(
      alone('author').map(({ value }) => value),
      ' ',
      290,
    );
    for (const [at, sourceBranch] of branches.entries()) {
      const iid = 10 + at;
      const short = { sourceBranch, targetBranch: targets[at] ?? 'main', author: authors[at] ?? 'author' };
      open(iid, { headSha: String(iid).padStart(40, 'c'), ...short });
      await webhook(iid, 'open');
    }
  }

  /** A budget file that does not fit, and upstreams that fail with secrets in their words. */
  async function failingRuns(): Promise<void> {
    const text = `schema: perf-agent.perfbudget.v1\n${values('budget file')
      .map(({ text: line }) => `${JSON.stringify(line)}: 1`)
      .join('\n')}\n`;
    installation.gitlab.addFile(PROJECT, BROKEN_BRANCH, '.perfbudget.yml', text);
    open(2, { headSha: '2'.repeat(40), targetBranch: BROKEN_BRANCH });
    await webhook(2, 'open');
    await installation.waitFor('the failure', () => installation.gitlab.notes(PROJECT, 2).length === 1);
    installation.gitlab.misbehave({
      path: /merge_requests\/3\b/,
      times: 2,
      answer: { kind: 'status', status: 403, body: JSON.stringify({ message: words('GitLab error') }) },
    });
    open(3, { headSha: '3'.repeat(40) });
    await webhook(3, 'open');
    installation.gitlab.addMergeRequest({ project: SERVED_PROJECT, iid: 1, headSha: '4'.repeat(40) });
    await send(SERVED_PROJECT, 1, 'open');
  }

  /** What is refused or unreadable must not be repeated in logs, answers or dead letters either. */
  async function otherDoors(): Promise<void> {
    await post(words('unreadable result'), { service: 'orders', commit: HEAD }, 400);
    await post('x', { service: 'orders', commit: words('commit') }, 400);
    for (const body of [words('unreadable request'), JSON.stringify({ [words('unknown field')]: 1 })]) {
      answers.push(await request('/api/v1/runs', body));
    }
    const requested = values('requested service')
      .filter(({ text }) => text.length <= 100)
      .map(({ text }, at) => ({
        project: 'shop/other',
        headSha: String(at).padStart(40, '5'),
        service: text,
      }));
    for (const one of requested) answers.push(await request('/api/v1/runs', JSON.stringify(one)));
    answers.push(
      await request(`/api/webhooks/${encodeURIComponent(alone('connection')[0]?.value ?? '')}`, '{}'),
    );
  }

  function open(iid: number, more: Partial<Parameters<Installation['gitlab']['addMergeRequest']>[0]>): void {
    installation.gitlab.addMergeRequest({ project: PROJECT, iid, headSha: HEAD, baseSha: BASE, ...more });
  }

  function webhook(iid: number, action: 'open' | 'merge'): Promise<string> {
    return send(PROJECT, iid, action);
  }

  /** The webhook of the look-alike with what a person may have written into its other fields. */
  async function send(project: string, iid: number, action: 'open' | 'merge'): Promise<string> {
    const event = JSON.parse(installation.gitlab.signedWebhook({ project, iid, action }).body) as {
      user: Record<string, unknown>;
      object_attributes: Record<string, unknown>;
      labels: unknown[];
    };
    event.object_attributes['description'] = words('description');
    event.object_attributes['last_commit'] = {
      ...(event.object_attributes['last_commit'] as object),
      message: words('commit message'),
      author: { name: words('commit author'), email: words('commit author') },
    };
    event.user['name'] = words('user name');
    event.labels = values('label').map(({ text }) => ({ title: text, description: text }));
    const body = JSON.stringify(event);
    const ids = alone('delivery id');
    const secrets = {
      token: installation.gitlab.webhookToken,
      signingSecret: installation.gitlab.signingSecret,
    };
    const id = `${ids[iid % ids.length]?.value ?? ''} ${iid} ${action}`;
    const reply = await fetch(`${installation.cloud.urls.functions}/api/webhooks/gitlab`, {
      method: 'POST',
      headers: webhookHeaders(body, 'Merge Request Hook', secrets, id),
      body,
    });
    const answer = await reply.text();
    answers.push(answer);
    expect(reply.status, answer).toBe(202);
    return (JSON.parse(answer) as { runId: string }).runId;
  }

  /** Without a status: taken, or refused because the field does not allow such characters. */
  async function post(body: string, query: Readonly<Record<string, string>>, status?: number): Promise<void> {
    const reply = await installation.postResult(body, query);
    const answer = await reply.text();
    answers.push(answer);
    expect(status === undefined ? [201, 400] : [status], answer).toContain(reply.status);
  }

  async function request(route: string, body: string): Promise<string> {
    const headers = { 'x-functions-key': installation.cloud.keys.default };
    return (
      await fetch(`${installation.cloud.urls.functions}${route}`, { method: 'POST', headers, body })
    ).text();
  }

  async function ended(runId: string): Promise<boolean> {
    const view = (await installation.api(`/api/v1/runs/${runId}`)) as { readonly steps: { step: string }[] };
    return ['ticket', 'learn'].every((name) => view.steps.some(({ step }) => step === name));
  }
}

/** A result's query with a value in each of its names. */
function namesOf(service: string, at: number): Readonly<Record<string, string>> {
  const branches = alone('pushed branch').map(({ text }) => text);
  const facts = alone('environment fact').map(({ text }) => text);
  return {
    service,
    commit: String(at).padStart(40, '1'),
    branch: branches[at % branches.length] ?? 'main',
    environment: (values('environment')[at]?.text ?? '').slice(0, 99),
    'fact.cpu': values('environment fact')[at]?.text ?? '',
    [`fact.${facts[at % facts.length] ?? ''}`]: '4',
  };
}
