/** The last word of a person on each figure that may be worse; `key` says what the word is on. */
export const createAcknowledgements = `
create table acknowledgements (
  tenant text not null,
  key text not null,
  service text not null,
  branch text not null,
  at timestamptz not null,
  word jsonb not null,
  primary key (tenant, key)
);
create index acknowledgements_of_service on acknowledgements (tenant, service, branch, at desc);
`;
