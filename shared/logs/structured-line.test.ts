import { describe, expect, it } from 'vitest';
import { mineLines } from './mine-lines.ts';

describe('structured lines', () => {
  it('mines the message of JSON lines, with severity, component and time', () => {
    const lines = [1, 2, 3].map((n) =>
      JSON.stringify({
        time: `2024-05-01T10:00:0${n}Z`,
        level: 'warn',
        logger: 'cart',
        msg: `slow cart ${n}`,
      }),
    );

    const [pattern] = mineLines(lines).patterns;

    expect(pattern).toMatchObject({
      template: 'slow cart <*>',
      count: 3,
      severity: 'warning',
      component: 'cart',
      firstTime: '2024-05-01T10:00:01Z',
    });
  });

  it('reads the numbered levels of pino and the stack of an error', () => {
    const line = JSON.stringify({
      level: 50,
      msg: 'failed',
      err: { message: 'boom', stack: 'Error: boom\n    at f (a.js:1:2)' },
    });

    const [pattern] = mineLines([line]).patterns;

    expect(pattern).toMatchObject({ severity: 'error', causes: ['Error: boom at f'] });
    expect(pattern!.template).toBe('failed Error: boom at f');
  });

  it.each([
    [
      'CLEF',
      {
        '@t': 't',
        '@mt': 'order {Id} lost',
        '@l': 'Error',
        '@x': 'System.Exception: bad\n   at A.B() in C.cs:line 1',
      },
      'order {Id} lost System.Exception: bad at A.B',
    ],
    [
      'bunyan',
      {
        level: 50,
        msg: 'order lost',
        err: { message: 'bad', name: 'Error', stack: 'Error: bad\n    at f (a.js:1:2)' },
      },
      'order lost Error: bad at f',
    ],
    [
      'an error without a trace',
      { level: 50, msg: 'order lost', err: { message: 'bad' } },
      'order lost: bad',
    ],
    [
      'an error that its trace does not say',
      { level: 50, msg: 'order lost', error: 'bad', stack: 'at f (a.js:1:2)' },
      'order lost: bad',
    ],
    [
      'a trace within the message',
      { level: 'error', message: 'order lost\njava.io.IOException: bad\n\tat a.B.c(B.java:1)' },
      'order lost java.io.IOException: bad at a.B.c',
    ],
  ])('says an exception once: %s', (_, fields, template) => {
    expect(mineLines([JSON.stringify(fields)]).patterns.map((pattern) => pattern.template)).toEqual([
      template,
    ]);
  });

  it.each([
    [
      'OpenTelemetry',
      {
        timeUnixNano: '1763625600000000000',
        severityText: 'ERROR',
        body: { stringValue: 'order lost' },
        attributes: [],
      },
      'error',
      null,
    ],
    [
      'OpenTelemetry without text',
      { timeUnixNano: '1', severityNumber: 13, body: { stringValue: 'order lost' } },
      'warning',
      null,
    ],
    [
      'Google',
      {
        severity: 'CRITICAL',
        jsonPayload: { message: 'order lost', logger: 'shop' },
        timestamp: 't',
        resource: { type: 'k8s_container' },
      },
      'fatal',
      'shop',
    ],
    ['ECS', { '@timestamp': 't', log: { level: 'WARN' }, message: 'order lost' }, 'warning', null],
    ['the journal', { PRIORITY: '3', SYSLOG_IDENTIFIER: 'shop', MESSAGE: 'order lost' }, 'error', 'shop'],
    [
      'the journal, in bytes',
      { PRIORITY: '7', MESSAGE: [111, 114, 100, 101, 114, 32, 108, 111, 115, 116] },
      'debug',
      null,
    ],
  ])('opens what %s writes', (_, fields, severity, component) => {
    expect(mineLines([JSON.stringify(fields)]).patterns).toMatchObject([
      { template: 'order lost', severity, component },
    ]);
  });

  it('reads logfmt', () => {
    const lines = ['ts=2024-05-01T10:00:01Z level=error msg="cart \\"a\\" failed" err="timeout after 5s"'];

    expect(mineLines(lines).patterns[0]).toMatchObject({
      template: 'cart "a" failed: timeout after <*>',
      severity: 'error',
    });
  });

  it('mines JSON without a message by its fields, whatever their order', () => {
    const lines = ['{"b":1,"a":"x"}', '{"a":"x","b":22}'];

    expect(mineLines(lines).patterns.map(({ template }) => template)).toEqual(['a=x b=<*>']);
  });

  it.each(['{broken', '{"a":', '{}}', '{"level":{"a":1}}', '{"msg":null}', '[1]', '{"__proto__":1}'])(
    'takes %j for a line like any other',
    (line) => {
      expect(mineLines([line]).records).toBe(1);
    },
  );
});
