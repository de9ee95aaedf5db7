import { type LookupAddress, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { PermanentError, PipelineError, TransientError } from '../../errors/pipeline-error.ts';
import { isLoopback } from '../system/is-loopback.ts';
import { whyUnreachable } from './judge-address.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly LookupAddress[]>;

interface PinnedFetchOptions {
  /** Hosts (`name` or `name:port`) whose names may lead to private addresses, e.g. a code host within the company. */
  readonly privateHosts: readonly string[];
  readonly resolve?: Resolve;
}

/** Most time that a name may take. */
const RESOLVE_MS = 5_000;
const CONNECT_MS = 10_000;

/**
 * `fetch` that goes to no private, link-local or reserved address unless the configuration means it: an address written out was written by
 * whoever configured it, `localhost` means this machine, `privateHosts` are named. The address that was judged is the one that is connected to,
 * so a name that answers differently the second time leads nowhere else. Redirects are never followed.
 * @throws PermanentError(`ADDRESS_REFUSED`); TransientError(`REMOTE_UNAVAILABLE`) when the name cannot be resolved
 */
export function createPinnedFetch({ privateHosts, resolve = resolveAll }: PinnedFetchOptions): typeof fetch {
  const agentOf = (mayBePrivate: boolean): Agent =>
    new Agent({ connect: { lookup: judgedLookup(resolve, mayBePrivate), timeout: CONNECT_MS } });
  const open = agentOf(false);
  const inside = agentOf(true);
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const named = privateHosts.includes(url.host) || privateHosts.includes(url.hostname);
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0) refuse(url.hostname, whyUnreachable(literal, true));
    const dispatcher = named || isLoopback(url) ? inside : open;
    try {
      // Node's own types know another version of the dispatcher than its fetch takes.
      const pinned: object = { redirect: 'manual', dispatcher };
      return await fetch(input, Object.assign({}, init, pinned));
    } catch (error) {
      throw refusalWithin(error) ?? error;
    }
  };
}

function judgedLookup(resolve: Resolve, mayBePrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const bad = addresses
          .map(({ address }) => ({ address, why: whyUnreachable(address, mayBePrivate) }))
          .find(({ why }) => why !== null);
        const [first] = addresses;
        if (first === undefined) callback(unresolved(hostname), '', 0);
        else if (bad !== undefined) callback(refused(hostname, bad.why ?? ''), '', 0);
        else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      () => callback(unresolved(hostname), '', 0),
    );
  };
}

async function resolveAll(hostname: string): Promise<readonly LookupAddress[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly LookupAddress[]>();
  const timer = setTimeout(() => reject(unresolved(hostname)), RESOLVE_MS);
  lookup(hostname, { all: true }, (error, addresses) => {
    clearTimeout(timer);
    if (error === null) resolve(addresses);
    else reject(unresolved(hostname));
  });
  return promise;
}

function refuse(host: string, why: string | null): void {
  if (why !== null) throw refused(host, why);
}

function refused(host: string, why: string): PermanentError {
  return new PermanentError(
    'ADDRESS_REFUSED',
    `${host} is not asked: its address ${why}. A host within your network has to be named in network.allowPrivateHosts.`,
  );
}

function unresolved(host: string): TransientError {
  return new TransientError('REMOTE_UNAVAILABLE', `The name ${host} could not be resolved.`, {
    details: { reason: 'name' },
  });
}

/** Our own refusal, which the platform wraps into an error of its own. */
function refusalWithin(error: unknown): PipelineError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth += 1) {
    if (PipelineError.is(at)) return at;
    if (at instanceof AggregateError) {
      const inner: unknown = at.errors.find((one) => PipelineError.is(one));
      if (PipelineError.is(inner)) return inner;
    }
  }
  return null;
}
