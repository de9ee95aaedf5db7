import { acknowledge, listAcknowledgements } from '../shared/doors/acknowledge.ts';
import { route } from './binding/route.ts';

route('acknowledge', { method: 'POST', path: 'v1/acknowledgements' }, acknowledge);
route('list-acknowledgements', { method: 'GET', path: 'v1/acknowledgements' }, listAcknowledgements);
