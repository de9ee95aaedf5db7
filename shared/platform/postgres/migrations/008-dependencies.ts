/**
 * What instances share about the systems that they call: failures in a row, until when a circuit is open and who may probe it, until when the system
 * asked to be left alone, and its bucket of tokens; and what models have cost a tenant each day. All of it may be lost: it is learnt again.
 */
export const createDependencies = `
create table dependency_states (
  tenant text not null,
  dependency text not null,
  failures integer not null default 0,
  trips integer not null default 0,
  open_until timestamptz,
  probe_holder text,
  probe_until timestamptz,
  wait_until timestamptz,
  tokens double precision,
  filled_at timestamptz,
  primary key (tenant, dependency)
);

create table model_spending (
  tenant text not null,
  day date not null,
  tokens bigint not null default 0,
  cost double precision not null default 0,
  primary key (tenant, day)
);

do $$
declare
  name text;
  own constant text := 'tenant = current_setting(''app.tenant'', true)';
begin
  foreach name in array array['dependency_states', 'model_spending']
  loop
    execute format('grant select, insert, update, delete on %I to perf_agent_tenant', name);
    execute format('alter table %I enable row level security', name);
    execute format('create policy of_tenant on %I to perf_agent_tenant using (%s) with check (%s)', name, own, own);
  end loop;
end
$$;
`;
