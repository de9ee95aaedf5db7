import { handleQueue } from './binding/handle-queue.ts';

handleQueue('event');
