import { describe, expect, it } from 'vitest';
import { adfText } from '../../shared/connectors/jira/adf-from-blocks.ts';
import { brief, hostileBrief } from '../support/change-brief.ts';
import { checkAdf } from '../support/check-adf.ts';
import { failureOf } from '../support/http-client-under-test.ts';
import { masked } from '../support/report-input.ts';
import { prepareJira, signal, stopJiraAfterEach, wanted } from './prepare-jira.ts';

stopJiraAfterEach();

describe('an issue of Jira Cloud', () => {
  it('carries description, priority, labels, component, links and picture', async () => {
    const { server, issues } = await prepareJira({ components: ['checkout'], labels: ['team-shop'] });

    const made = await issues.ensureIssue(wanted(), signal());

    const [issue] = server.world.issues;
    expect(made).toEqual({ key: 'SHOP-1', url: `${server.url}/browse/SHOP-1`, action: 'created' });
    expect(issue?.fields).toMatchObject({
      summary: 'Performance regression: http_req_duration p95 rose by 86 %',
      priority: { name: 'High' },
      components: [{ name: 'checkout' }],
      issuetype: { id: '10004' },
    });
    expect(checkAdf(issue?.fields['description'])).toEqual([]);
    expect(adfText(issue?.fields['description'])).toContain(
      'The change asks the database once for each item',
    );
    expect(issue?.labels).toEqual([
      expect.stringMatching(/^perfagent-[0-9a-f]{16}$/),
      'team-shop',
      'performance',
      'needs-care',
    ]);
    expect([...(issue?.links.values() ?? [])].map(({ url }) => url)).toEqual([
      'https://gitlab.example/shop/orders/-/merge_requests/17',
      'https://perf.example/api/v1/reports/run-1/report.html?signature=abc',
    ]);
    expect(issue?.attachments).toMatchObject([{ filename: 'perf-agent-0123456789ab.png' }]);
  });

  it('is complete after a redelivery that found it half written, and is not made twice', async () => {
    const { server, issues } = await prepareJira();
    server.misbehave({ path: /attachments$/, answer: { kind: 'status', status: 500 } });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));
    const again = await issues.ensureIssue(wanted(), signal());
    const third = await issues.ensureIssue(wanted(), signal());

    expect(failure.disposition).toBe('retry');
    expect([again.action, third.action]).toEqual(['updated', 'unchanged']);
    expect(server.world.issues).toHaveLength(1);
    expect(server.world.issues[0]?.attachments).toHaveLength(1);
    expect(server.world.issues[0]?.links.size).toBe(2);
  });

  it('replaces its own picture and report link, and keeps what people added', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    const [issue] = server.world.issues;
    issue?.attachments.push({ id: '7', filename: 'screenshot.png', bytes: 3 });
    issue?.labels.push('from-a-person');

    const next = brief({ links: { report: 'https://perf.example/2', expireAt: null } });
    const picture = { name: 'perf-agent-ba9876543210.png', type: 'image/png', bytes: new Uint8Array([4]) };
    const updated = await issues.ensureIssue(wanted({ brief: next, picture }), signal());

    expect(updated.action).toBe('updated');
    expect(issue?.attachments.map(({ filename }) => filename).sort()).toEqual([
      'perf-agent-ba9876543210.png',
      'screenshot.png',
    ]);
    expect(issue?.labels).toContain('from-a-person');
    expect([...(issue?.links.values() ?? [])].map(({ url }) => url)).toContain('https://perf.example/2');
  });

  it('does not overwrite a description that people changed while nothing new is to be said', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    const [issue] = server.world.issues;
    if (issue === undefined) throw new TypeError('no issue');
    issue.fields['summary'] = 'Reworded by a person';

    const again = await issues.ensureIssue(wanted(), signal());

    expect(again.action).toBe('unchanged');
    expect(issue.fields['summary']).toBe('Reworded by a person');
  });

  it('changes the priority when the severity changed', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());

    await issues.ensureIssue(wanted({ brief: brief({ severity: 'critical' }) }), signal());

    expect(server.world.issues[0]?.fields['priority']).toEqual({ name: 'Highest' });
  });

  it('leaves a copy that somebody cloned alone', async () => {
    const { server, issues, close } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    const [original] = server.world.issues;
    if (original === undefined) throw new TypeError('no issue');
    server.clone(original);

    await issues.ensureIssue(wanted({ brief: brief({ severity: 'low' }) }), signal());
    await close({ key: wanted().key, reason: masked('Fixed: faster (run 2)') }, signal());

    expect(server.world.issues.map(({ status }) => status.name)).toEqual(['Done', 'To Do']);
  });

  it('makes one issue although the search index lags and the answer to the creation was lost', async () => {
    const { server, issues } = await prepareJira();
    server.world.indexLagMs = 60_000;
    server.misbehave({ method: 'POST', path: /\/issue$/, answer: { kind: 'lose-answer' } });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));
    server.world.indexLagMs = 0;
    const later = await issues.ensureIssue(wanted(), signal());

    expect(failure).toMatchObject({ disposition: 'retry-later', retryAfterMs: 20_000 });
    expect(later.action).toBe('updated');
    expect(server.world.issues).toHaveLength(1);
  });

  it('sees the issue that it just made although the index lags', async () => {
    const { server, issues } = await prepareJira();
    server.world.indexLagMs = 60_000;

    const made = await issues.ensureIssue(wanted(), signal());

    expect(made.action).toBe('created');
    expect(server.world.issues[0]?.attachments).toHaveLength(1);
  });

  it('closes what a doubled creation left behind, and goes on with the oldest', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    const [first] = server.world.issues;
    if (first === undefined) throw new TypeError('no issue');
    server.world.issues.push({ ...structuredClone(first), id: '10900', key: 'SHOP-900' });

    const again = await issues.ensureIssue(wanted({ brief: brief({ severity: 'low' }) }), signal());

    expect(again.key).toBe('SHOP-1');
    expect(server.open().map(({ key }) => key)).toEqual(['SHOP-1']);
    expect(adfText(server.world.issues[1]?.comments[0]?.body)).toContain('Duplicate of SHOP-1');
  });

  it('reads every page of the create metadata, however short the pages are', async () => {
    const { server, issues } = await prepareJira();
    server.world.pageSize = 2;

    const made = await issues.ensureIssue(wanted(), signal());

    expect(made.action).toBe('created');
    expect(server.world.issues[0]?.fields['priority']).toEqual({ name: 'High' });
  });

  it('fits Jira with the longest and most hostile texts, in both formats', async () => {
    for (const deployment of ['cloud', 'data-center']) {
      const { server, issues } = await prepareJira({ deployment });

      const made = await issues.ensureIssue(wanted({ brief: hostileBrief() }), signal());

      expect(made.action).toBe('created');
      expect(JSON.stringify(server.world.issues[0]?.fields['description']).length).toBeLessThan(32_767);
    }
  });
});
