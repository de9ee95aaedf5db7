import { readReport } from '../shared/doors/read-report.ts';
import { route } from './binding/route.ts';

// The link's signature is the key.
route('read-report', { method: 'GET', path: 'v1/reports/{runId}/{file}' }, readReport);
