/** Searchable index of runs, results, history and baselines. Everything here can be made again from the artifacts. */
export const createIndex = `
create table runs (
  run_id text primary key,
  tenant text not null,
  service text,
  project text,
  change text,
  head_sha text,
  title text,
  url text,
  status text not null default 'running' check (status in ('running', 'done', 'failed')),
  status_at timestamptz,
  step text not null,
  rank integer not null,
  verdict text,
  headline text,
  started_at timestamptz not null,
  updated_at timestamptz not null
);
create index runs_newest on runs (tenant, started_at desc);
create index runs_of_service on runs (tenant, service, started_at desc);

create table results (
  tenant text not null,
  ref text not null,
  service text not null,
  commit text not null,
  branch text,
  environment text not null,
  at timestamptz not null,
  primary key (tenant, ref)
);
create index results_of_branch on results (tenant, service, branch, at desc);

create table history (
  id bigint generated always as identity,
  tenant text not null,
  service text not null,
  environment text not null,
  series text not null,
  commit text not null,
  result_ref text not null,
  at timestamptz not null,
  value double precision not null,
  within_variance double precision,
  count double precision,
  events double precision,
  primary key (tenant, id),
  unique (tenant, result_ref, series)
);
create index history_newest on history (tenant, service, environment, at desc);

create table baselines (
  tenant text not null,
  service text not null,
  branch text not null,
  commit text not null,
  moved_at timestamptz not null,
  run_id text,
  primary key (tenant, service, branch)
);
`;
