import { credentialOf } from '../../../shared/access/credential.ts';
import { readApiKey } from '../../../shared/access/api-key-text.ts';
import { AuditProof } from '../../../shared/audit/audit-proof.ts';
import { readCheckpointText } from '../../../shared/audit/checkpoint.ts';
import { loadConfiguration } from '../../../shared/config/load-configuration.ts';
import { createApprovalLinks } from '../../../shared/platform/system/create-approval-links.ts';
import { createReportLinks } from '../../../shared/platform/system/create-report-links.ts';
import { parseSeriesJson } from '../../../shared/statistics/change-points/parse-series-json.ts';
import { AuditEntry } from '../../../shared/contracts/audit-note.ts';
import { Envelope } from '../../../shared/contracts/envelope.ts';
import { ModelReply } from '../../../shared/reasoning/model-reply.ts';
import { parseSignedLeaves } from '../../../shared/audit/signed-leaves.ts';
import { readEntryText } from '../../../shared/audit/read-entry-text.ts';
import { makePatch } from '../../../shared/connectors/azure-devops/make-patch.ts';
import { patchesFromRawDiff } from '../../../shared/connectors/common/patches-from-raw-diff.ts';
import { queryRowsFrom } from '../../../shared/connectors/prometheus/query-rows.ts';
import { mineLines } from '../../../shared/logs/mine-lines.ts';
import { createMasker } from '../../../shared/masking/create-masker.ts';
import { perfBudgetFromText, policyFromText } from '../../../shared/policy/load-documents.ts';
import { parseCommand } from '../../../shared/policy/parse-command.ts';
import { createResultReader } from '../../../shared/results/create-result-reader.ts';
import { jsonOf, type Target, textOf } from './target.ts';

const FACTS = { service: 's', commit: 'c', branch: null, environment: { name: 'e', facts: {} } };
const masker = createMasker({ runKey: 'fuzz' });
const NOW = new Date('2026-05-04T10:00:00.000Z');
const REPORT_LINKS = createReportLinks('https://perf.example', 'key of the fuzzer');
const APPROVAL_LINKS = createApprovalLinks('https://perf.example', 'key of the fuzzer');
const CONFIGURATION = `schema: perf-agent.config.v1
tenant: shop
connections:
  - { id: git, connector: gitlab, settings: { tokenSecret: t }, rateLimit: { requestsPerSecond: 5 } }
models:
  - { id: m, kind: openai-compatible, endpoint: "https://m.example/v1", model: llama }
`;
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

/** Parsers of files, of texts within other texts, and of what is handed in on the command line. */
export const PARSER_TARGETS: readonly Target[] = [
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
  { name: 'policy', read: (bytes) => policyFromText(textOf(bytes), 'policy.yaml'), seeds: [POLICY] },
  {
    name: '.perfbudget.yml',
    read: (bytes) => perfBudgetFromText(textOf(bytes), '.perfbudget.yml'),
    seeds: [
      'schema: perf-agent.perfbudget.v1\nservice: orders\nbudgets:\n  - { metric: http_req_duration, statistic: p95, max: 500 }\n',
    ],
  },
  {
    name: 'command in a comment',
    read: (bytes) => parseCommand(textOf(bytes)),
    seeds: ['/perf-agent rerun', '/perf approve because of x'],
  },
  {
    name: 'log patterns',
    read: (bytes) => mineLines(textOf(bytes).split('\n')),
    seeds: [
      '2026-01-01T00:00:00Z ERROR [main] c.e.Shop - slow query took 12 ms id=7f\n\tat a.b.C(D.java:1)\n2026-01-01T00:00:01Z INFO ok\n',
    ],
  },
  {
    name: 'masking',
    read: (bytes) => masker.mask(textOf(bytes)),
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
    read: (bytes) => patchesFromRawDiff(textOf(bytes)),
    seeds: ['diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n'],
  },
  { name: 'envelope', read: (bytes) => Envelope.safeParse(jsonOf(bytes)), seeds: [JSON.stringify(ENVELOPE)] },
  {
    name: 'audit entry',
    read: (bytes) => AuditEntry.safeParse(jsonOf(bytes)),
    seeds: ['{"sequence":1,"previous":"","action":"a","details":{}}'],
  },
  {
    name: 'stored audit entry',
    read: (bytes) => readEntryText(textOf(bytes)),
    seeds: ['{"sequence":1,"previous":"","hash":"","action":"a"}'],
  },
  { name: 'signed leaves', read: (bytes) => parseSignedLeaves(textOf(bytes)), seeds: ['1\nabc\n'] },
  {
    name: 'answer of a model',
    read: (bytes) => ModelReply.safeParse(jsonOf(bytes)),
    seeds: ['{"summary":"a","causes":[{"text":"b","evidence":["E1"],"confidence":"low"}],"fixes":[]}'],
  },
  {
    name: 'proof of the audit log',
    read: (bytes) => AuditProof.safeParse(jsonOf(bytes)),
    seeds: ['{"proves":"entries","notes":["a"],"entries":[{"text":"{}","path":["AA=="]}]}'],
  },
  {
    name: 'checkpoint of the audit log',
    read: (bytes) => readCheckpointText(textOf(bytes), 'perf-agent/default'),
    seeds: ['perf-agent/default\n7\nAAAA\n2026-11-21T08:00:00.000Z\n'],
  },
  {
    name: 'files of which a diff is made',
    read(bytes) {
      const half = Math.floor(bytes.byteLength / 2);
      return makePatch(bytes.subarray(0, half), bytes.subarray(half));
    },
    seeds: ['const a = 1;\nconst b = 2;\nconst a = 1;\nconst c = 2;\n'],
  },
  {
    name: 'configuration',
    // The line end makes it the text itself and no path.
    read: (bytes) => loadConfiguration(`${textOf(bytes)}\n`),
    seeds: [CONFIGURATION],
  },
  {
    name: 'credential of a request',
    read(bytes) {
      const [header = '', query = ''] = textOf(bytes).split('\n');
      const shown = credentialOf({ authorization: header, 'x-api-key': query }, new URLSearchParams(query));
      return 'text' in shown ? readApiKey(shown.text) : readApiKey(header);
    },
    seeds: [`Bearer pak_${'0'.repeat(16)}_${'A'.repeat(43)}\ncode=x`, 'Bearer eyJhbGciOiJSUzI1NiJ9.e30.AA\n'],
  },
  {
    name: 'link to a report',
    read: (bytes) => REPORT_LINKS.verify('reports/r/f', addressOf(bytes), NOW),
    seeds: ['expires=1800000000&signature=AAAA'],
  },
  {
    name: 'link to an approval',
    read: (bytes) => APPROVAL_LINKS.verify(addressOf(bytes), 'run-1', NOW),
    seeds: ['scope=decide&person=ada&decision=approve&nonce=n&expires=1800000000&signature=AAAA'],
  },
  {
    name: 'series of numbers',
    read: (bytes) => parseSeriesJson(textOf(bytes)),
    seeds: ['[1.5,null,2]', '{"values":[1,2]}'],
  },
];

function addressOf(bytes: Uint8Array): URL {
  const url = new URL('https://perf.example/');
  url.search = textOf(bytes);
  return url;
}
