import { receiveResults } from '../shared/doors/receive-results.ts';
import { route } from './binding/route.ts';

route('receive-results', { method: 'POST', path: 'v1/results' }, receiveResults);
