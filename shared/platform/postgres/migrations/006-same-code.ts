/** What tells the code of a run apart, so that the same code of a change is recognised and not analysed again. */
export const addSameCode = `
alter table runs
  add column connection text,
  add column base_sha text,
  add column tree text,
  add column patch text,
  add column grounds text,
  add column skip text,
  add column planned boolean not null default false;
create index runs_of_change on runs (tenant, project, change, started_at desc);
`;
