import { listRuns, readRun } from '../shared/doors/read-runs.ts';
import { showStatus } from '../shared/doors/show-status.ts';
import { route } from './binding/route.ts';

route('list-runs', { method: 'GET', path: 'v1/runs' }, listRuns);
route('read-run', { method: 'GET', path: 'v1/runs/{runId}' }, readRun);
route('show-status', { method: 'GET', path: 'v1/status' }, showStatus);
