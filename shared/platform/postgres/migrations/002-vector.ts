/**
 * Vectors for retrieval, where the server offers them (PGlite and Azure Database for PostgreSQL do, a plain PostgreSQL may not): without the
 * extension the product works and retrieval finds nothing.
 */
export const createVectorExtension = `
do $$
begin
  if exists (select 1 from pg_available_extensions where name = 'vector') then
    create extension if not exists vector;
  end if;
end
$$;
`;
