import { describe, expect, it, vi } from 'vitest';
import { failureOf } from '../support/http-client-under-test.ts';
import { DONE, FIELDS, TEAM, TO_DO, TRANSITIONS } from '../support/jira-server/jira-state.ts';
import { brief } from '../support/change-brief.ts';
import { SIGN_IN_PAGE } from '../support/look-alike/start-look-alike.ts';
import { masked } from '../support/report-input.ts';
import { prepareJira, signal, stopJiraAfterEach, wanted } from './prepare-jira.ts';

stopJiraAfterEach();

describe('settings that do not fit the project', () => {
  it('name the custom field that Jira requires, and its values', async () => {
    const { server, issues } = await prepareJira();
    server.world.fields = [...FIELDS, TEAM];

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure).toMatchObject({ code: 'CONFIG_INVALID', disposition: 'dead-letter' });
    expect(failure.message).toBe(
      'Jira project SHOP, issue type "Bug" requires the field "Team" (customfield_10010), which takes Checkout, Search; give its value under settings.fields of the connection, as customfield_10010: { value: "Checkout" }.',
    );
    expect(server.world.issues).toEqual([]);
  });

  it('name every field that Jira requires at once, but not the reporter, who is whoever creates', async () => {
    const { server, issues } = await prepareJira();
    const due = { fieldId: 'duedate', name: 'Due date', required: true, schema: { type: 'date' } };
    const reporter = { fieldId: 'reporter', name: 'Reporter', required: true, schema: { type: 'user' } };
    server.world.fields = [...FIELDS, reporter, TEAM, due];

    const { message } = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(message).toContain(
      'the field "Team" (customfield_10010), which takes Checkout, Search and the field',
    );
    expect(message).toContain('"Due date" (duedate); give their values under settings.fields');
    expect(message).toContain('{ value: "Checkout" }, duedate: "2026-12-31".');
    expect(message).not.toContain('reporter');
  });

  it('are content once the field has a value', async () => {
    const { server, issues } = await prepareJira({ fields: { customfield_10010: { value: 'Search' } } });
    server.world.fields = [...FIELDS, { fieldId: TEAM.fieldId, name: TEAM.name, required: true }];

    await issues.ensureIssue(wanted(), signal());

    expect(server.world.issues[0]?.fields['customfield_10010']).toEqual({ value: 'Search' });
  });

  it.each([
    [{ project: 'NONE' }, 'Jira knows no project NONE'],
    [{ issueType: 'Incident' }, 'no issue type "Incident"; it has Task, Bug'],
    [{ components: ['basket'] }, 'the field "components" has no value "basket", which takes checkout'],
    [{ priorities: { high: 'P1' } }, 'the field "priority" has no value "P1", which takes Highest'],
    [{ fields: { customfield_1: 1 } }, 'has no field "customfield_1" on its create screen'],
    [{ transitions: { close: 'Ship' } }, 'offers no transition "Ship"'],
  ])('are refused with what is wrong: %o', async (given, words) => {
    const { issues, close } = await prepareJira(given);

    const failure = await failureOf(
      issues
        .ensureIssue(wanted(), signal())
        .then(() => close({ key: wanted().key, reason: masked('Fixed') }, signal())),
    );

    expect(failure.code).toBe('CONFIG_INVALID');
    expect(failure.message).toContain(words);
  });

  it('leave the priority out where the project has other names and none is configured', async () => {
    const { server, issues } = await prepareJira();
    server.world.fields = FIELDS.map((field) =>
      field.fieldId === 'priority' ? { ...field, allowedValues: [{ name: 'P1' }] } : field,
    );

    await issues.ensureIssue(wanted(), signal());

    expect(server.world.issues[0]?.fields).not.toHaveProperty('priority');
  });
});

describe('the workflow', () => {
  it('is left by the way that says fixed, not by the first that closes', async () => {
    const { server, issues, close } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());

    await close({ key: wanted().key, reason: masked('Fixed: faster') }, signal());

    expect(server.world.issues[0]?.status.name).toBe('Done');
  });

  it('gets a resolution where its screen requires one', async () => {
    const { server, issues, close } = await prepareJira();
    const resolution = {
      required: true,
      name: 'Resolution',
      allowedValues: [{ name: "Won't Fix" }, { name: 'Fixed' }],
    };
    server.world.transitions = TRANSITIONS.map((one) =>
      one.id === '31' ? { ...one, fields: { resolution } } : one,
    );
    await issues.ensureIssue(wanted(), signal());

    await close({ key: wanted().key, reason: masked('Fixed: faster') }, signal());

    expect(server.world.issues[0]?.status.name).toBe('Done');
    expect(server.requests.at(-1)?.body.toString()).toContain('"resolution":{"name":"Fixed"}');
  });

  it('is said to have no way out, with the ways there are', async () => {
    const { server, issues, close } = await prepareJira();
    server.world.transitions = TRANSITIONS.slice(0, 1);
    await issues.ensureIssue(wanted(), signal());

    const failure = await failureOf(close({ key: wanted().key, reason: masked('Fixed') }, signal()));

    expect(failure.message).toContain('has no transition to a done state from here; it offers "Start"');
  });
});

describe('a workflow of several steps', () => {
  const STEPS: typeof TRANSITIONS = [
    { id: '1', name: 'Start', from: ['new'], to: { name: 'In Progress', category: 'indeterminate' } },
    { id: '2', name: 'Finish', from: ['indeterminate'], to: DONE },
    { id: '3', name: 'Reopen', from: ['done'], to: TO_DO },
  ];
  const fixed = { key: wanted().key, reason: masked('Fixed: faster') };

  it('is gone through by the names that the settings give, from whatever step the issue is at', async () => {
    const { server, issues, close } = await prepareJira({ transitions: { close: ['start', 'Finish'] } });
    server.world.transitions = STEPS;
    await issues.ensureIssue(wanted(), signal());

    await close(fixed, signal());
    const [issue] = server.world.issues;
    const first = issue?.status.name;
    if (issue !== undefined) issue.status = { name: 'In Progress', category: 'indeterminate' };
    await close(fixed, signal());

    expect([first, issue?.status.name]).toEqual(['Done', 'Done']);
    expect(issue?.comments).toHaveLength(1);
  });

  it('is said to lead nowhere when the names do not', async () => {
    const { server, issues, close } = await prepareJira({ transitions: { close: ['Start', 'Ship'] } });
    server.world.transitions = STEPS;
    await issues.ensureIssue(wanted(), signal());

    const failure = await failureOf(close(fixed, signal()));

    expect(failure.code).toBe('CONFIG_INVALID');
    expect(failure.message).toContain(
      'settings.transitions.close names did not bring issue SHOP-1 into a done',
    );
    expect(failure.message).toContain('"Ship" was not offered');
  });

  it('that has no way out gets no comment that says it was fixed, however many runs pass', async () => {
    const { server, issues, close } = await prepareJira();
    server.world.transitions = STEPS;
    await issues.ensureIssue(wanted(), signal());

    await failureOf(close({ ...fixed, reason: masked('Fixed (run a)') }, signal()));
    await failureOf(close({ ...fixed, reason: masked('Fixed (run b)') }, signal()));

    expect(server.world.issues[0]?.comments).toEqual([]);
  });
});

describe('an issue that people', () => {
  it('moved to a project with other priorities is brought up to date, and its priority is left to them', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    server.world.fields = FIELDS.map((field) =>
      field.fieldId === 'priority' ? { ...field, allowedValues: [{ name: 'P1' }] } : field,
    );

    const worse = wanted({ title: masked('Worse still'), brief: { ...brief(), severity: 'critical' } });
    const told = await issues.ensureIssue(worse, signal());

    expect(told.action).toBe('updated');
    expect(server.world.issues[0]?.fields).toMatchObject({
      summary: 'Worse still',
      priority: { name: 'High' },
    });
  });

  it('deleted is made anew, also when the search still knows it', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    server.world.issues.splice(0, 1);
    server.misbehave({
      method: 'POST',
      path: /\/search\/jql$/,
      answer: {
        kind: 'status',
        status: 200,
        body: JSON.stringify({ issues: [{ id: '10001' }], isLast: true }),
      },
    });

    const told = await issues.ensureIssue(wanted(), signal());

    expect(told.action).toBe('created');
    expect(server.world.issues.map(({ key }) => key)).toEqual([told.key]);
  });

  it('deleted while it was being written is made anew', async () => {
    const { server, issues } = await prepareJira();
    await issues.ensureIssue(wanted(), signal());
    server.misbehave({ method: 'PUT', path: /\/issue\/10001$/, answer: { kind: 'delay', ms: 200 } });

    const telling = issues.ensureIssue(wanted({ title: masked('Worse still') }), signal());
    await vi.waitFor(() => expect(server.requests.some(({ method }) => method === 'PUT')).toBe(true));
    server.world.issues.splice(0, 1);

    const told = await telling;
    expect(told.action).toBe('created');
    expect(server.world.issues.map(({ key }) => key)).toEqual([told.key]);
  });
});

describe('a missing permission', () => {
  it.each([
    ['POST', /\/issue$/, 'Create issues'],
    ['POST', /\/remotelink$/, 'Link issues'],
    ['POST', /\/attachments$/, 'Create attachments'],
    ['PUT', /\/properties\//, 'Edit issues'],
  ])('for %s %s is said by its name', async (method, path, permission) => {
    const { server, issues } = await prepareJira();
    server.misbehave({ method, path, answer: { kind: 'status', status: 403 } });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure).toMatchObject({ code: 'REMOTE_FORBIDDEN', disposition: 'dead-letter' });
    expect(failure.message).toContain(`needs the permission "${permission}"`);
  });
});

describe('a Jira that behaves badly', () => {
  it.each([
    [403, {}, 'REMOTE_FORBIDDEN', 'dead-letter'],
    [404, {}, 'REMOTE_NOT_FOUND', 'dead-letter'],
    [410, {}, 'REMOTE_REFUSED', 'dead-letter'],
    [429, { 'retry-after': new Date(Date.now() + 90_000).toUTCString() }, 'REMOTE_THROTTLED', 'retry-later'],
    [429, { 'retry-after': '9' }, 'REMOTE_THROTTLED', 'retry-later'],
    [503, {}, 'REMOTE_UNAVAILABLE', 'retry'],
  ])('with %i %o leaves an error of the right kind', async (status, headers, code, disposition) => {
    const { server, issues } = await prepareJira();
    server.misbehave({ times: 2, answer: { kind: 'status', status, headers: { ...headers } } });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure).toMatchObject({ code, disposition });
  });

  it('that answers with a sign-in page is not asked again', async () => {
    const { server, issues } = await prepareJira();
    server.misbehave({ answer: SIGN_IN_PAGE });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure).toMatchObject({ code: 'REMOTE_REPLY_INVALID', disposition: 'dead-letter' });
    expect(failure.message).toContain('an HTML page instead of JSON');
  });

  it('that is slow is given up in time', async () => {
    const { server, issues } = await prepareJira();
    server.misbehave({ answer: { kind: 'hang' } });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure.disposition).toBe('retry');
  });

  it('that refuses a field is quoted with the field', async () => {
    const { server, issues } = await prepareJira();
    const body = JSON.stringify({ errorMessages: [], errors: { summary: 'Not today.' } });
    server.misbehave({
      method: 'POST',
      path: /\/issue$/,
      answer: { kind: 'status', status: 400, body },
    });

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure.message).toContain('field "summary": Not today.');
    expect(failure.details).toMatchObject({ fields: 'summary' });
  });
});
