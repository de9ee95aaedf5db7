import { describe, expect, it } from 'vitest';
import { FIELDS, TEAM } from '../support/jira-server/jira-state.ts';
import { prepareJira, signal, stopJiraAfterEach, wanted } from './prepare-jira.ts';

stopJiraAfterEach();

describe('values of the settings that a field does not take', () => {
  it('are refused before an issue is made, with the name of the field and what it takes', async () => {
    const { server, issues } = await prepareJira({ fields: { customfield_10010: { value: 'Serach' } } });
    server.world.fields = [...FIELDS, TEAM];

    await expect(issues.ensureIssue(wanted(), signal())).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message:
        'Jira project SHOP, issue type "Bug": the field "Team" (customfield_10010) has no value "Serach", it takes Checkout, Search; correct it under settings.fields.',
    });
    expect(server.world.issues).toEqual([]);
  });

  it('are asked for where a priority is required and none of the usual name is there', async () => {
    const { server, issues } = await prepareJira();
    server.world.fields = FIELDS.map((field) =>
      field.fieldId === 'priority'
        ? { ...field, required: true, hasDefaultValue: false, allowedValues: [{ name: 'P1' }] }
        : field,
    );

    await expect(issues.ensureIssue(wanted(), signal())).rejects.toThrow(
      'requires a priority, which takes P1, and has none called "High"',
    );
    expect(server.world.issues).toEqual([]);
  });

  it('take the place of the usual priority where they name one', async () => {
    const { server, issues } = await prepareJira({ fields: { priority: { name: 'P1' } } });
    server.world.fields = FIELDS.map((field) =>
      field.fieldId === 'priority'
        ? { ...field, required: true, hasDefaultValue: false, allowedValues: [{ name: 'P1' }] }
        : field,
    );

    await issues.ensureIssue(wanted(), signal());

    expect(server.world.issues).toHaveLength(1);
  });
});
