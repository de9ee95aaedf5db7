import { randomBytes } from 'node:crypto';
import { type RpcTraceContext } from './core-types.ts';

const TRACE_PARENT = /^[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The caller's W3C trace context when it sent a valid one; otherwise the start of a new, sampled trace. */
export function traceContextFrom(traceParent: unknown, traceState: unknown): RpcTraceContext {
  if (typeof traceParent !== 'string' || !TRACE_PARENT.test(traceParent)) {
    return { traceParent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01` };
  }
  return typeof traceState === 'string' && traceState !== '' ? { traceParent, traceState } : { traceParent };
}
