import { PipelineError } from '../../shared/errors/pipeline-error.ts';
import { policyFromText } from '../../shared/policy/load-documents.ts';

/** The smallest policy there is, as an author writes it. */
export const SMALL_POLICY = `schema: perf-agent.policy.v1
id: shop
metrics:
  - { id: latency, match: http_req_duration, statistics: [p95], margin: 0.1, onRegression: fail }
`;
export const PEOPLE_OF_POLICY = `people: [{ id: anna, accounts: { git: anna } }, { id: bert, accounts: { git: bert } }]
groups: { leads: [anna, bert] }
`;

/** What is said of a policy's text that is refused. @throws TypeError when it is taken */
export function faultOfPolicy(text: string): string {
  try {
    policyFromText(text, 'p.yaml');
  } catch (error) {
    if (PipelineError.is(error) && error.code === 'POLICY_INVALID') return error.message;
    throw error;
  }
  throw new TypeError('The policy was taken.');
}
