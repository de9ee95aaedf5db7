import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectionStringFrom, expandAppSettings } from './app-settings.ts';
import { createHostLog } from './host-log.ts';
import { isAuthorized, readOrCreateHostKeys } from './http/host-keys.ts';
import { loadApp } from './load-app.ts';
import { traceContextFrom } from './trace-context.ts';

function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'perf-agent-host-'));
}

describe('app settings', () => {
  it('prefer AzureWebJobs<name> for connections', () => {
    const env = { AzureWebJobsBUS: 'first', BUS: 'second' };

    expect(connectionStringFrom('BUS', env, 'f')).toBe('first');
    expect(connectionStringFrom('BUS', { BUS: 'second' }, 'f')).toBe('second');
  });

  it('say what an identity-based connection needs here', () => {
    const env = { BUS__fullyQualifiedNamespace: 'x.servicebus.windows.net' };

    expect(() => connectionStringFrom('BUS', env, 'f')).toThrow('needs a connection string in "BUS"');
  });

  it('expand inside text and name the missing one', () => {
    expect(expandAppSettings('a-%B%-c', { B: 'x' }, 'f')).toBe('a-x-c');
    expect(() => expandAppSettings('%B%', {}, 'Function "f"')).toThrow(
      'Function "f": the app setting "B" is not set',
    );
  });
});

describe('createHostLog', () => {
  it('filters by the most specific level', () => {
    const lines: string[] = [];
    const log = createHostLog(
      { default: 'error', Function: 'warning', 'Function.a': 'debug', Host: 'none' },
      (line) => lines.push(line),
    );

    log.write('debug', 'a', 'kept 1');
    log.write('information', 'b', 'dropped');
    log.write('warning', 'b', 'kept 2');
    log.write('critical', 'host', 'dropped');

    expect(lines.map((line) => line.slice(-6))).toEqual(['kept 1', 'kept 2']);
  });
});

describe('host keys', () => {
  it('stay the same over restarts and open only their levels', () => {
    const folder = temporaryFolder();
    const keys = readOrCreateHostKeys(folder);

    expect(readOrCreateHostKeys(folder)).toEqual(keys);
    expect(isAuthorized('anonymous', undefined, keys)).toBe(true);
    expect(isAuthorized('function', keys.default, keys)).toBe(true);
    expect(isAuthorized('admin', keys.default, keys)).toBe(false);
    expect(isAuthorized('admin', keys.master, keys)).toBe(true);
    expect(isAuthorized('function', keys.master.slice(1), keys)).toBe(false);
  });

  it('are refused when the file is damaged', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'host-keys.json'), '{"master": ""}');

    expect(() => readOrCreateHostKeys(folder)).toThrow('holds no usable keys');
  });
});

describe('traceContextFrom', () => {
  it('keeps a valid context and its state', () => {
    const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

    expect(traceContextFrom(parent, 'a=b')).toEqual({ traceParent: parent, traceState: 'a=b' });
  });

  it.each([undefined, 7, '', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
    'starts a new trace for %j',
    (given) => {
      const made = traceContextFrom(given, 'a=b');

      expect(made.traceParent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      expect(made.traceState).toBeUndefined();
    },
  );
});

describe('loadApp', () => {
  it('says that the app was not built', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'package.json'), '{ "main": "dist/functions/index.js" }');

    await expect(loadApp(folder)).rejects.toThrow('Was the app built (npm run build)?');
  });

  it('says that package.json names no entry point', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'package.json'), '{}');

    await expect(loadApp(folder)).rejects.toThrow('has no "main"');
  });
});
