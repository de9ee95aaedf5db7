/**
 * Pinned baselines, and every commit that a baseline ever moved to: what was merged into a branch belongs to its history though it
 * was measured on a branch of its own.
 */
export const createPins = `
create table baseline_pins (
  tenant text not null,
  service text not null,
  branch text not null,
  commit text,
  at timestamptz not null,
  cause text not null,
  primary key (tenant, service, branch)
);

create table merged_commits (
  tenant text not null,
  service text not null,
  branch text not null,
  commit text not null,
  merged_at timestamptz not null,
  primary key (tenant, service, branch, commit)
);
insert into merged_commits (tenant, service, branch, commit, merged_at)
select tenant, service, branch, commit, moved_at from baselines;

create index history_of_series on history (tenant, service, environment, series, at desc);
`;
