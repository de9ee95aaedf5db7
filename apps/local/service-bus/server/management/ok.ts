import { type Reply } from '../request-link.ts';

export function ok(body?: unknown): Reply {
  return { properties: { statusCode: 200, statusDescription: 'OK' }, body };
}

/** Nothing was found, and that is no error. */
export function noContent(): Reply {
  return { properties: { statusCode: 204, statusDescription: 'NoContent' } };
}
