import { describe, expect, it } from 'vitest';
import type { Caller } from '../../shared/access/caller.ts';
import { answeredLine, callerAttributes } from './caller-words.ts';

const CALLER: Caller = {
  kind: 'api-key',
  id: '0123456789abcdef',
  tenant: 'shop',
  roles: ['reader'],
  services: null,
};
const ANSWER = { method: 'GET', status: 200, traceparent: null };

describe('who asked', () => {
  it('stands in the log line of an answered request, with the route and what became of it', () => {
    expect(JSON.parse(answeredLine('list-runs', CALLER, ANSWER) ?? '')).toEqual({
      level: 'info',
      message: 'request answered',
      route: 'list-runs',
      method: 'GET',
      status: 200,
      traceparent: null,
      caller: '0123456789abcdef',
      kind: 'api-key',
      tenant: 'shop',
    });
  });

  it.each([401, 403, 429])('stands in a warning where the request was refused with %i', (status) => {
    const line = JSON.parse(answeredLine('list-runs', null, { ...ANSWER, status }) ?? '') as object;

    expect(line).toMatchObject({ level: 'warn', message: 'request refused', caller: null });
  });

  it('is told by attributes of the span', () => {
    expect(callerAttributes(CALLER)).toEqual({
      'perf_agent.caller.kind': 'api-key',
      'perf_agent.caller.id': '0123456789abcdef',
      'perf_agent.tenant': 'shop',
    });
  });

  it('is nobody at doors that a signature or a link opens, and no line is written', () => {
    expect(answeredLine('receive-webhook', null, ANSWER)).toBeNull();
    expect(answeredLine('read-report', null, ANSWER)).toBeNull();
  });
});
