import { receiveClick } from '../shared/doors/receive-click.ts';
import { route } from './binding/route.ts';

// The messenger's signature is the key.
route('receive-click', { method: 'POST', path: 'v1/interactions/{connection}' }, receiveClick);
