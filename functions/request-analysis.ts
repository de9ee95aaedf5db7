import { requestAnalysis } from '../shared/doors/request-analysis.ts';
import { route } from './binding/route.ts';

route('request-analysis', { method: 'POST', path: 'v1/runs' }, requestAnalysis);
