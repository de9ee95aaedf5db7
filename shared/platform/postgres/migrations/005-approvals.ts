/** Where each approval stands: which wait, and which belong to a change whose head moved on. The history stands in the artifacts. */
export const createApprovals = `
create table approvals (
  tenant text not null,
  run_id text not null,
  connection text not null,
  project text not null,
  change text not null,
  head_sha text not null,
  rule text not null,
  status text not null check (status in ('waiting', 'approved', 'rejected', 'expired', 'superseded')),
  sequence integer not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant, run_id)
);
create index approvals_newest on approvals (tenant, status, asked_at desc);
create index approvals_of_change on approvals (tenant, connection, project, change, asked_at desc);
`;
