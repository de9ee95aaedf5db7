import { receiveLogs } from '../shared/doors/receive-logs.ts';
import { route } from './binding/route.ts';

route('receive-logs', { method: 'POST', path: 'v1/logs' }, receiveLogs);
