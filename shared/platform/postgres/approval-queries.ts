import type { ApprovalRow, RunIndex } from '../../ports/run-index.ts';
import type { ApprovalsTable } from './database.ts';
import type { InTenant } from './in-tenant.ts';

/** Where approvals stand: the row of the later event wins, in whichever order two are noted. */
export function approvalQueries(inTenant: InTenant): Pick<RunIndex, 'putApproval' | 'listApprovals'> {
  return {
    putApproval: (row) =>
      inTenant('note an approval', row.tenant, async (database) => {
        const { status, sequence } = row;
        await database
          .insertInto('approvals')
          .values(columnsOf(row))
          .onConflict((conflict) =>
            conflict
              .columns(['tenant', 'run_id'])
              .doUpdateSet({ status, sequence })
              .where('approvals.sequence', '<=', sequence),
          )
          .execute();
      }),
    listApprovals: ({ tenant, status, change, limit }) =>
      inTenant('list approvals', tenant, async (database) => {
        let query = database.selectFrom('approvals').selectAll().where('tenant', '=', tenant);
        if (status !== undefined) query = query.where('status', '=', status);
        if (change !== undefined) {
          query = query
            .where('connection', '=', change.connection)
            .where('project', '=', change.project)
            .where('change', '=', change.number);
        }
        return (await query.orderBy('asked_at', 'desc').limit(limit).execute()).map(rowOf);
      }),
  };
}

function columnsOf(row: ApprovalRow): ApprovalsTable {
  const { tenant, connection, project, rule, status, sequence } = row;
  return {
    tenant,
    connection,
    project,
    rule,
    status,
    sequence,
    run_id: row.runId,
    change: row.number,
    head_sha: row.headSha,
    asked_at: row.askedAt,
    expires_at: row.expiresAt,
  };
}

function rowOf(columns: ApprovalsTable): ApprovalRow {
  const { tenant, connection, project, rule, status, sequence } = columns;
  return {
    tenant,
    connection,
    project,
    rule,
    status,
    sequence,
    runId: columns.run_id,
    number: columns.change,
    headSha: columns.head_sha,
    askedAt: columns.asked_at,
    expiresAt: columns.expires_at,
  };
}
