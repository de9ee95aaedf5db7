import { readSlos } from '../shared/doors/read-slos.ts';
import { route } from './binding/route.ts';

route('read-slos', { method: 'GET', path: 'v1/slos' }, readSlos);
