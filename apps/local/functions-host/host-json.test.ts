import { describe, expect, it } from 'vitest';
import { parseHostJson } from './host-json.ts';

describe('parseHostJson', () => {
  it('fills in the defaults of Azure', () => {
    const settings = parseHostJson('{ "version": "2.0" }');

    expect(settings).toEqual({
      routePrefix: 'api',
      maxConcurrentRequests: Number.POSITIVE_INFINITY,
      maxOutstandingRequests: Number.POSITIVE_INFINITY,
      customHeaders: {},
      functionTimeoutMs: 1_800_000,
      logLevels: {},
      serviceBus: {
        maxConcurrentCalls: 16,
        autoCompleteMessages: true,
        maxAutoLockRenewalMs: 300_000,
        prefetchCount: 0,
      },
    });
  });

  it('reads what is set, with slashes around the prefix removed and -1 as no limit', () => {
    const settings = parseHostJson(
      JSON.stringify({
        version: '2.0',
        functionTimeout: '-1',
        logging: { logLevel: { default: 'Warning', 'Function.plan': 'Trace' }, applicationInsights: {} },
        extensionBundle: { id: 'x' },
        extensions: {
          http: { routePrefix: '/v1/', maxConcurrentRequests: -1, maxOutstandingRequests: 7 },
          serviceBus: {
            maxConcurrentCalls: 2,
            maxAutoLockRenewalDuration: '00:10:00',
            autoCompleteMessages: false,
          },
        },
      }),
    );

    expect(settings).toMatchObject({
      routePrefix: 'v1',
      maxConcurrentRequests: Number.POSITIVE_INFINITY,
      maxOutstandingRequests: 7,
      functionTimeoutMs: null,
      logLevels: { default: 'warning', 'Function.plan': 'trace' },
      serviceBus: { maxConcurrentCalls: 2, maxAutoLockRenewalMs: 600_000, autoCompleteMessages: false },
    });
  });

  it.each([
    ['no version', '{}', 'version: must be "2.0"'],
    ['another version', '{"version":"1.0"}', 'version: must be "2.0"'],
    ['no JSON', '{ "version": ', 'is not a valid host.json'],
    ['no object', '[]', '(top level)'],
    ['a wrong time span', '{"version":"2.0","functionTimeout":"5 minutes"}', 'such as "00:05:00"'],
    ['a zero limit', '{"version":"2.0","extensions":{"http":{"maxOutstandingRequests":0}}}', 'must be -1'],
    [
      'a wrong log level',
      '{"version":"2.0","logging":{"logLevel":{"default":"loud"}}}',
      'logging.logLevel.default',
    ],
  ])('refuses %s and says where', (_what, text, message) => {
    expect(() => parseHostJson(text, 'app/host.json')).toThrow(message);
    expect(() => parseHostJson(text, 'app/host.json')).toThrow('app/host.json');
  });
});
