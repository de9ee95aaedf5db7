import { describe, expect, it } from 'vitest';
import { failureOf } from '../support/http-client-under-test.ts';
import { FIELDS, TRANSITIONS } from '../support/jira-server/jira-state.ts';
import { SIGN_IN_PAGE } from '../support/look-alike/start-look-alike.ts';
import { masked } from '../support/report-input.ts';
import { prepareJira, signal, stopJiraAfterEach, wanted } from './prepare-jira.ts';

stopJiraAfterEach();

describe('settings that do not fit the project', () => {
  const team = {
    fieldId: 'customfield_10010',
    name: 'Team',
    required: true,
    allowedValues: [{ value: 'Checkout' }, { value: 'Search' }],
  };

  it('name the custom field that Jira requires, and its values', async () => {
    const { server, issues } = await prepareJira();
    server.world.fields = [...FIELDS, team];

    const failure = await failureOf(issues.ensureIssue(wanted(), signal()));

    expect(failure).toMatchObject({ code: 'CONFIG_INVALID', disposition: 'dead-letter' });
    expect(failure.message).toBe(
      'Jira project SHOP, issue type "Bug" requires the field "Team" (customfield_10010), which takes Checkout, Search; give its value under settings.fields of the connection.',
    );
    expect(server.world.issues).toEqual([]);
  });

  it('are content once the field has a value', async () => {
    const { server, issues } = await prepareJira({ fields: { customfield_10010: { value: 'Search' } } });
    server.world.fields = [...FIELDS, { fieldId: team.fieldId, name: team.name, required: true }];

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
