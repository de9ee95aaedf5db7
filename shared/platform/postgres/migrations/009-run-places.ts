/**
 * Runs of each project that are in work or wait for a place, and when a project had one last (its row is also what those who ask at the same moment
 * wait for). All of it may be lost: whoever asks next begins anew.
 */
export const createRunPlaces = `
create table busy_projects (
  tenant text not null,
  project text not null,
  seen_at timestamptz not null,
  primary key (tenant, project)
);

create table run_places (
  tenant text not null,
  project text not null,
  run_id text not null,
  state text not null check (state in ('waits', 'works')),
  since timestamptz not null,
  until timestamptz not null,
  primary key (tenant, run_id)
);
create index run_places_of_project on run_places (tenant, project);

delete from dependency_states where dependency like 'turns %';

do $$
declare
  name text;
  own constant text := 'tenant = current_setting(''app.tenant'', true)';
begin
  foreach name in array array['busy_projects', 'run_places']
  loop
    execute format('grant select, insert, update, delete on %I to perf_agent_tenant', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy of_tenant on %I to perf_agent_tenant using (%s) with check (%s)', name, own, own);
  end loop;
end
$$;
`;
