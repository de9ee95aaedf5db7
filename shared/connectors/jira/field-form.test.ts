import { describe, expect, it } from 'vitest';
import { formOf } from './field-form.ts';

const TEXTAREA = 'com.atlassian.jira.plugin.system.customfieldtypes:textarea';

describe('the form of a value of a Jira field', () => {
  it.each([
    ['a choice', { type: 'option' }, [{ value: 'A' }], '{ value: "A" }'],
    [
      'a choice in two steps',
      { type: 'option-with-child' },
      [{ value: 'A' }],
      '{ value: "A", child: { value: … } }',
    ],
    ['several choices', { type: 'array', items: 'option' }, [{ value: 'A' }], '[{ value: "A" }]'],
    ['versions', { type: 'array', items: 'version' }, [{ name: '1.0' }], '[{ name: "1.0" }]'],
    ['words', { type: 'array', items: 'string' }, [], '["…"]'],
    ['a line', { type: 'string', custom: 'x:textfield' }, [], '"…"'],
    ['a text', { type: 'string', custom: TEXTAREA }, [], '{ version: 1, type: doc, content: […] }'],
    ['a person', { type: 'user' }, [], '{ accountId: … }'],
    ['several people', { type: 'array', items: 'user' }, [], '[{ accountId: … }]'],
    ['a group', { type: 'group' }, [], '{ name: … }'],
    ['a number', { type: 'number' }, [], 'a number'],
    ['a day', { type: 'date' }, [], '"2026-12-31"'],
    ['a time', { type: 'datetime' }, [], '"2026-12-31T18:00:00.000+0000"'],
    ['another issue', { type: 'issuelink' }, [], '{ key: … }'],
    ['what an app made up', { type: 'sd-customerrequesttype' }, [], null],
  ])('is told for %s', (_what, schema, allowedValues, form) => {
    expect(formOf({ fieldId: 'f', name: 'F', required: true, schema, allowedValues }, 'cloud')).toBe(form);
  });

  it('is that of Data Center there', () => {
    const field = { fieldId: 'f', name: 'F', required: true };

    expect(formOf({ ...field, schema: { type: 'user' } }, 'data-center')).toBe('{ name: … }');
    expect(formOf({ ...field, schema: { type: 'string', custom: TEXTAREA } }, 'data-center')).toBe('"…"');
  });

  it('is not told where Jira says no type', () => {
    expect(formOf({ fieldId: 'f', name: 'F', required: true }, 'cloud')).toBeNull();
  });
});
