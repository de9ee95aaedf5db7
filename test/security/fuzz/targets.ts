import { AuditEntry } from '../../../shared/contracts/audit-note.ts';
import { Envelope } from '../../../shared/contracts/envelope.ts';
import { ModelReply } from '../../../shared/reasoning/model-reply.ts';
import { parseSignedLeaves } from '../../../shared/audit/signed-leaves.ts';
import { readEntryText } from '../../../shared/audit/read-entry-text.ts';
import { parseWebhook as parseAzureDevops } from '../../../shared/connectors/azure-devops/parse-webhook.ts';
import { parseWebhook as parseGithub } from '../../../shared/connectors/github/parse-webhook.ts';
import { parseWebhook as parseGitlab } from '../../../shared/connectors/gitlab/parse-webhook.ts';
import { patchesFromRawDiff } from '../../../shared/connectors/common/patches-from-raw-diff.ts';
import { queryRowsFrom } from '../../../shared/connectors/prometheus/query-rows.ts';
import { mineLines } from '../../../shared/logs/mine-lines.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { perfBudgetFromText, policyFromText } from '../../../shared/policy/load-documents.ts';
import { parseCommand } from '../../../shared/policy/parse-command.ts';
import { createResultReader } from '../../../shared/results/create-result-reader.ts';

/** Something that reads what strangers wrote. A `PipelineError` is an answer; everything else that it throws is a fault. */
export interface Target {
  readonly name: string;
  read(bytes: Uint8Array): unknown;
  /** Documents to start from. */
  readonly seeds: readonly string[];
}

const FACTS = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };
const masker = createMasker({ runKey: 'fuzz' });
const unasked = (): Promise<never> => Promise.reject(new TypeError('Nothing is asked while parsing.'));
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
/** JSON as a door reads it: what is not JSON is refused before the schema sees it. */
const json = (bytes: Uint8Array): unknown => {
  try {
    const value: unknown = JSON.parse(text(bytes));
    return value;
  } catch {
    return undefined;
  }
};
const CHANGE = {
  object_kind: 'merge_request',
  user: { username: 'ada', name: 'Ada' },
  project: { id: 1, path_with_namespace: 'shop/orders', web_url: 'https://git.example/shop/orders' },
  object_attributes: {
    iid: 7,
    action: 'open',
    title: 'Faster',
    url: 'https://git.example/1',
    source_branch: 'a',
    target_branch: 'main',
    source_project_id: 1,
    target_project_id: 1,
    last_commit: { id: 'b'.repeat(40) },
    draft: false,
  },
};
const PULL = {
  action: 'opened',
  number: 7,
  repository: { full_name: 'shop/orders', id: 1 },
  sender: { login: 'ada', type: 'User' },
  pull_request: {
    number: 7,
    title: 'Faster',
    html_url: 'https://github.example/1',
    draft: false,
    merged: false,
    user: { login: 'ada', type: 'User' },
    head: { sha: 'b'.repeat(40), ref: 'a', repo: { full_name: 'shop/orders', id: 1 } },
    base: { sha: 'a'.repeat(40), ref: 'main', repo: { full_name: 'shop/orders', id: 1 } },
    labels: [],
  },
};
const HOOK = {
  id: 'e1',
  eventType: 'git.pullrequest.created',
  resource: { pullRequestId: 7, repository: { id: 'r', name: 'orders', project: { id: 'p', name: 'shop' } } },
  resourceVersion: '1.0',
};
const POLICY = `schema: perf-agent.policy.v1
id: shop
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.05, onRegression: fail }
`;
const ENVELOPE = {
  specversion: '1.0',
  id: 'run:plan',
  type: 'perf.plan.v1',
  source: 's',
  subject: 'run-0123456789abcdef01234567',
  tenant: 'default',
  time: '2026-05-04T10:00:00.000Z',
};

/** All parsers of the product that see text from outside. */
export const TARGETS: readonly Target[] = [
  {
    name: 'webhook of GitLab',
    read: (body) => parseGitlab({ headers: { 'x-gitlab-event': 'Merge Request Hook' }, body }),
    seeds: [
      JSON.stringify(CHANGE),
      '{"object_kind":"note","object_attributes":{"note":"/perf-agent rerun"}}',
    ],
  },
  {
    name: 'webhook of GitHub',
    read: (body) =>
      parseGithub({ headers: { 'x-github-event': 'pull_request', 'x-github-delivery': 'd' }, body }),
    seeds: [JSON.stringify(PULL)],
  },
  {
    name: 'comment of GitHub',
    read: (body) => parseGithub({ headers: { 'x-github-event': 'issue_comment' }, body }),
    seeds: [
      JSON.stringify({
        ...PULL,
        issue: { number: 7, pull_request: {} },
        comment: { id: 1, body: '/perf-agent', user: { login: 'a' } },
      }),
    ],
  },
  {
    name: 'service hook of Azure DevOps',
    read: (body) => parseAzureDevops({ headers: {}, body }, unasked, unasked),
    seeds: [JSON.stringify(HOOK)],
  },
  {
    name: 'results and reports on quality',
    read(bytes) {
      const reader = createResultReader(FACTS);
      const half = Math.floor(bytes.byteLength / 2);
      reader.push(bytes.subarray(0, half));
      reader.push(bytes.subarray(half));
      return reader.end();
    },
    seeds: [
      '{"type":"Metric","data":{"name":"t","type":"trend","contains":"time"},"metric":"t"}\n{"metric":"t","type":"Point","data":{"time":"2026-11-21T08:00:00Z","value":1,"tags":{"name":"/a"}}}\n',
      'metric_name,timestamp,metric_value,name\nhttp_req_duration,1700000000,12.5,/a\n',
      'timeStamp,elapsed,label,responseCode,success\n1700000000000,12,a,200,true\n1700000001000,13,a,500,false\n',
      '{"metrics":{"http_req_duration":{"type":"trend","contains":"time","values":{"avg":1,"p(95)":2}}},"state":{"testRunDurationMs":1000}}',
      '<?xml version="1.0"?><testsuites tests="2"><testsuite name="a" tests="2" failures="1"><testcase name="x" time="0.1"><failure/></testcase></testsuite></testsuites>',
      '<coverage line-rate="0.5" branch-rate="0.4" lines-covered="1" lines-valid="2"><packages/></coverage>',
      '<report name="r"><counter type="LINE" missed="1" covered="2"/></report>',
      'TN:\nSF:a.ts\nDA:1,1\nLF:2\nLH:1\nend_of_record\n',
      '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"x"}},"results":[{"level":"error"}]}]}',
      '{"SchemaVersion":2,"Results":[{"Target":"a","Vulnerabilities":[{"VulnerabilityID":"CVE-1","Severity":"HIGH"}]}]}',
      '{"matches":[{"vulnerability":{"id":"CVE-1","severity":"High"}}],"descriptor":{"name":"grype"}}',
      '{"total":{"lines":{"total":2,"covered":1,"pct":50}}}',
    ],
  },
  { name: 'policy', read: (bytes) => policyFromText(text(bytes), 'policy.yaml'), seeds: [POLICY] },
  {
    name: '.perfbudget.yml',
    read: (bytes) => perfBudgetFromText(text(bytes), '.perfbudget.yml'),
    seeds: [
      'schema: perf-agent.perfbudget.v1\nservice: orders\nbudgets:\n  - { metric: http_req_duration, statistic: p95, max: 500 }\n',
    ],
  },
  {
    name: 'command in a comment',
    read: (bytes) => parseCommand(text(bytes)),
    seeds: ['/perf-agent rerun', '/perf approve because of x'],
  },
  {
    name: 'log patterns',
    read: (bytes) => mineLines(text(bytes).split('\n')),
    seeds: [
      '2026-01-01T00:00:00Z ERROR [main] c.e.Shop - slow query took 12 ms id=7f\n\tat a.b.C(D.java:1)\n2026-01-01T00:00:01Z INFO ok\n',
    ],
  },
  {
    name: 'masking',
    read: (bytes) => masker.mask(text(bytes)),
    seeds: [
      'password=hunter2x9 token: glpat-aaaaaaaaaaaaaaaaaaaa mail ada@example.com 4111 1111 1111 1111 10.0.0.1 eyJhbGciOiJIUzI1NiJ9.e30.x',
      '{"name":"Ada Lovelace","iban":"DE89370400440532013000"}',
    ],
  },
  {
    name: 'answer of Prometheus',
    read: (bytes) => queryRowsFrom(bytes),
    seeds: [
      '{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"b"},"values":[[1,"2"],[3,"NaN"]]}]},"warnings":["w"]}',
    ],
  },
  {
    name: 'raw diff',
    read: (bytes) => patchesFromRawDiff(text(bytes)),
    seeds: ['diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'],
  },
  { name: 'envelope', read: (bytes) => Envelope.safeParse(json(bytes)), seeds: [JSON.stringify(ENVELOPE)] },
  {
    name: 'audit entry',
    read: (bytes) => AuditEntry.safeParse(json(bytes)),
    seeds: ['{"sequence":1,"previous":"","action":"a","details":{}}'],
  },
  {
    name: 'stored audit entry',
    read: (bytes) => readEntryText(text(bytes)),
    seeds: ['{"sequence":1,"previous":"","hash":"","action":"a"}'],
  },
  { name: 'signed leaves', read: (bytes) => parseSignedLeaves(text(bytes)), seeds: ['1\nabc\n'] },
  {
    name: 'answer of a model',
    read: (bytes) => ModelReply.safeParse(json(bytes)),
    seeds: ['{"summary":"a","causes":[{"text":"b","evidence":["E1"],"confidence":"low"}],"fixes":[]}'],
  },
];
