import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfiguration, loadPolicy, policyPath } from './load-configuration.ts';

const MINIMAL = 'schema: perf-agent.config.v1\n';
const POLICY = `schema: perf-agent.policy.v1
id: test
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.1, onRegression: fail }
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'perf-agent-config-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('loadConfiguration', () => {
  it('fills in what is left out', async () => {
    expect(await loadConfiguration(MINIMAL)).toEqual({
      schema: 'perf-agent.config.v1',
      tenant: 'default',
      policy: 'policies/default.yaml',
      connections: [],
      models: [],
      fairness: { runsAtOnce: 20 },
      access: { installationKey: 'admin', tokens: [] },
      network: { allowHttpHosts: [], allowPrivateHosts: [] },
    });
  });

  it('reads the same from a file, from text and from one line of JSON', async () => {
    const text = `${MINIMAL}tenant: shop\n`;

    const read = await Promise.all([
      loadConfiguration(fileOf('config.yaml', text)),
      loadConfiguration(text),
      loadConfiguration('{"schema":"perf-agent.config.v1","tenant":"shop"}'),
    ]);

    expect(read.map(({ tenant }) => tenant)).toEqual(['shop', 'shop', 'shop']);
  });

  it.each([
    ['an unknown field', `${MINIMAL}conections: []\n`, /conections/],
    ['a tenant that could leave its folder', `${MINIMAL}tenant: ../other\n`, /2:.*tenant/],
    ['a connection without a connector', `${MINIMAL}connections:\n  - id: gitlab\n`, /connector/],
    ['an endpoint that is no address', modelWith('endpoint: nowhere'), /endpoint/],
    ['another schema', 'schema: perf-agent.config.v2\n', /schema/],
    ['no YAML', 'schema: [\n', /PERF_AGENT_CONFIG:\d+:\d+/],
  ])('refuses %s and says where', async (_name, text, said) => {
    const loading = loadConfiguration(text);

    await expect(loading).rejects.toMatchObject({ disposition: 'dead-letter' });
    await expect(loading).rejects.toThrow(said);
  });

  it.each(['connections', 'models'])('refuses two of one id among the %s', async (list) => {
    const one = list === 'models' ? modelLine() : '  - { id: twin, connector: gitlab }\n';

    await expect(loadConfiguration(`${MINIMAL}${list}:\n${one}${one}`)).rejects.toThrow(/"twin" twice/);
  });

  it('names a file that cannot be read', async () => {
    const missing = path.join(folder, 'missing.yaml');

    await expect(loadConfiguration(missing)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    await expect(loadConfiguration(missing)).rejects.toThrow('missing.yaml');
  });
});

describe('policyPath', () => {
  it('is a file of the working directory, or where that has none of the folder of the app', () => {
    const own = fileOf('policy.yaml', POLICY);

    expect(policyPath('policy.yaml', path.dirname(own))).toBe(own);
    expect(policyPath('policies/default.yaml', path.dirname(own))).toBe(
      path.resolve('policies/default.yaml'),
    );
    expect(policyPath(own, '/nowhere')).toBe(own);
  });
});

describe('loadPolicy', () => {
  it('gives every text a version of its own, the same each time', async () => {
    const file = fileOf('policy.yaml', POLICY);
    const other = fileOf('other.yaml', `${POLICY}# a word\n`);

    const [first, again, changed] = await Promise.all([
      loadPolicy(file),
      loadPolicy(file),
      loadPolicy(other),
    ]);

    expect(first.version).toMatch(/^[0-9a-f]{16}$/);
    expect(again.version).toBe(first.version);
    expect(changed.version).not.toBe(first.version);
    expect(changed.policy).toEqual(first.policy);
  });

  it('refuses two rules of one id: the second would never be found', async () => {
    const [rule = ''] = /^ {2}- .*$/m.exec(POLICY) ?? [];
    const file = fileOf('twice.yaml', `${POLICY}${rule}\n`);

    await expect(loadPolicy(file)).rejects.toMatchObject({ code: 'POLICY_INVALID' });
    await expect(loadPolicy(file)).rejects.toThrow(/twice\.yaml.*"latency"/);
  });

  it('names file, line and field of what is wrong', async () => {
    const file = fileOf('wrong.yaml', POLICY.replace('margin: 0.1', 'margin: -1'));

    await expect(loadPolicy(file)).rejects.toThrow(/wrong\.yaml:4:\d+.*margin/s);
  });

  it('reads the policy that comes with the product', async () => {
    expect((await loadPolicy('policies/default.yaml')).policy.id).toBe('default');
  });
});

function modelLine(): string {
  return '  - { id: twin, kind: openai-compatible, endpoint: "https://models.example", model: m }\n';
}

function modelWith(line: string): string {
  return `${MINIMAL}models:\n  - { id: one, kind: openai-compatible, model: m, ${line} }\n`;
}
