import type { ColumnType, Generated } from 'kysely';

/** Tables of the index; the SQL stands in migrations/. */
export interface Database {
  runs: RunsTable;
  results: ResultsTable;
  history: HistoryTable;
  baselines: BaselinesTable;
  baseline_pins: BaselinePinsTable;
  merged_commits: MergedCommitsTable;
  approvals: ApprovalsTable;
  acknowledgements: AcknowledgementsTable;
  api_keys: ApiKeysTable;
  api_key_uses: ApiKeyUsesTable;
}

interface RunsTable {
  run_id: string;
  tenant: string;
  service: string | null;
  project: string | null;
  change: string | null;
  head_sha: string | null;
  title: string | null;
  url: string | null;
  status: 'running' | 'done' | 'failed';
  status_at: Date | null;
  step: string;
  rank: number;
  verdict: string | null;
  headline: string | null;
  connection: string | null;
  base_sha: string | null;
  tree: string | null;
  patch: string | null;
  grounds: string | null;
  skip: string | null;
  planned: boolean;
  started_at: Date;
  updated_at: Date;
}

interface ResultsTable {
  tenant: string;
  ref: string;
  service: string;
  commit: string;
  branch: string | null;
  environment: string;
  at: Date;
}

interface HistoryTable {
  id: Generated<string>;
  tenant: string;
  service: string;
  environment: string;
  series: string;
  commit: string;
  result_ref: string;
  at: Date;
  value: number;
  within_variance: number | null;
  count: number | null;
  events: number | null;
}

interface BaselinesTable {
  tenant: string;
  service: string;
  branch: string;
  commit: string;
  moved_at: Date;
  run_id: string | null;
}

interface BaselinePinsTable {
  tenant: string;
  service: string;
  branch: string;
  commit: string | null;
  at: Date;
  cause: string;
}

interface MergedCommitsTable {
  tenant: string;
  service: string;
  branch: string;
  commit: string;
  merged_at: Date;
}

interface AcknowledgementsTable {
  tenant: string;
  key: string;
  service: string;
  branch: string;
  at: Date;
  /** Written as text, read as the value that it is. */
  word: ColumnType<unknown, string, string>;
}

export interface ApprovalsTable {
  tenant: string;
  run_id: string;
  connection: string;
  project: string;
  change: string;
  head_sha: string;
  rule: string;
  status: 'waiting' | 'approved' | 'rejected' | 'expired' | 'superseded';
  sequence: number;
  asked_at: Date;
  expires_at: Date;
}

export interface ApiKeysTable {
  tenant: string;
  id: string;
  name: string;
  role: 'reader' | 'operator' | 'approver' | 'admin';
  services: string[] | null;
  hash: string;
  requests_per_minute: number;
  created_at: Date;
  expires_at: Date;
  replaces: string | null;
}

interface ApiKeyUsesTable {
  tenant: string;
  key_id: string;
  minute: Date;
  uses: number;
}
