import { receiveClick } from '../shared/doors/receive-click.ts';
import { route } from './binding/route.ts';

// Anonymous for the Functions host: the messenger's signature is the key.
route(
  'receive-click',
  { method: 'POST', path: 'v1/interactions/{connection}', level: 'anonymous' },
  receiveClick,
);
