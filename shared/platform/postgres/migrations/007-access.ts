/**
 * Keys of the API, and isolation of tenants by the database itself: the role `perf_agent_tenant` sees and changes only rows of the tenant that the
 * transaction names in `app.tenant`; without one it sees nothing. Every query of the product runs in that role (in-tenant.ts). A key is
 * looked up before its tenant is known: `app.key_id` opens the one row of that id.
 */
export const createAccess = `
create table api_keys (
  tenant text not null,
  id text primary key,
  name text not null,
  role text not null check (role in ('reader', 'operator', 'approver', 'admin')),
  services text[],
  hash text not null,
  requests_per_minute integer not null check (requests_per_minute > 0),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  replaces text
);
create index api_keys_newest on api_keys (tenant, created_at desc);

create table api_key_uses (
  tenant text not null,
  key_id text primary key references api_keys (id) on delete cascade,
  minute timestamptz not null,
  uses integer not null
);

do $$
begin
  if not exists (select from pg_roles where rolname = 'perf_agent_tenant') then
    begin
      create role perf_agent_tenant nologin nosuperuser nobypassrls noinherit nocreatedb nocreaterole;
    exception when duplicate_object or unique_violation then
      -- Another database of this server is migrated at the same moment.
      null;
    end;
  end if;
  if exists (select from pg_roles where rolname = 'perf_agent_tenant' and (rolsuper or rolbypassrls)) then
    raise exception 'the role perf_agent_tenant must not bypass row-level security';
  end if;
  if not pg_has_role(current_user, 'perf_agent_tenant', 'member') then
    execute format('grant perf_agent_tenant to %I', current_user);
  end if;
  execute format('grant usage on schema %I to perf_agent_tenant', current_schema());
end
$$;

do $$
declare
  name text;
  own constant text := 'tenant = current_setting(''app.tenant'', true)';
begin
  foreach name in array array['runs', 'results', 'history', 'baselines', 'baseline_pins', 'merged_commits',
                              'acknowledgements', 'approvals', 'api_keys', 'api_key_uses']
  loop
    execute format('grant select, insert, update, delete on %I to perf_agent_tenant', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy of_tenant on %I to perf_agent_tenant using (%s) with check (%s)', name, own, own);
  end loop;
end
$$;

create policy of_shown_key on api_keys for select to perf_agent_tenant
  using (id = current_setting('app.key_id', true));
`;
