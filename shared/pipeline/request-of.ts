import type { AnalysisRequested } from '../contracts/analysis-requested.ts';
import type { RunId, Tenant } from '../contracts/envelope.ts';
import { identityKey } from '../contracts/identity-key.ts';
import type { Masked } from '../contracts/masked.ts';
import { maskedName } from '../contracts/masked-text.ts';
import { maskPath } from '../masking/mask-path.ts';
import type { RawChange } from '../ports/change-host.ts';
import type { Masker } from '../ports/masker.ts';
import { runIdOf } from './run-id.ts';

/** What is asked of a change, as it came. */
type RawAbout = Pick<AnalysisRequested, 'intent' | 'rerun' | 'approved'> & {
  readonly service: string | null;
  readonly trigger: Pick<AnalysisRequested['trigger'], 'kind' | 'at' | 'caller'> & {
    readonly event: string;
    readonly deliveryId: string | null;
  };
};

/** A raw change → the masked request and its run. */
export function requestOf(
  ports: { readonly tenant: Tenant; readonly maskerOf: (runId: string) => Masker },
  connection: string | null,
  raw: RawChange,
  about: RawAbout,
): { readonly runId: RunId; readonly request: AnalysisRequested } {
  const identity = {
    tenant: ports.tenant,
    ...about,
    change: { ...raw, connection },
    variant: variantOf(raw, about),
  };
  const runId = runIdOf(identity);
  const masker = ports.maskerOf(runId);
  const names = ports.maskerOf(identityKey(ports.tenant));
  const { trigger, service } = about;
  const { author, url, sourceBranch, targetBranch } = raw;
  const branch = (name: string | null): Masked | null => (name === null ? null : maskPath(name, names));
  return {
    runId,
    request: {
      ...about,
      tenant: ports.tenant,
      service: service === null ? null : maskPath(service, names),
      trigger: {
        ...trigger,
        event: masker.mask(trigger.event),
        deliveryId: trigger.deliveryId === null ? null : masker.mask(trigger.deliveryId),
      },
      change: {
        ...raw,
        connection,
        title: masker.mask(raw.title),
        author: author === null ? null : masker.mask(author),
        url: url === null ? null : maskedAddress(url, masker),
        sourceBranch: branch(sourceBranch),
        targetBranch: branch(targetBranch),
      },
    },
  };
}

/** A webhook about a draft and one about the same head made ready are two questions, as are those before and after a fork was let in. */
function variantOf(
  { draft, fork }: RawChange,
  { intent, trigger, approved }: RawAbout,
): 'draft' | 'approved' | null {
  if (intent !== 'judge') return null;
  const byHand = trigger.kind !== 'webhook';
  if (fork && (byHand || approved === true)) return 'approved';
  return draft && !byHand ? 'draft' : null;
}

/** The host names no person; the rest of an address may. @returns null rather than an address that leads nowhere, or into a script */
function maskedAddress(url: string, masker: Masker): Masked | null {
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol)) return null;
  const { username, password, pathname, search, hash } = address;
  const rest = `${pathname}${search}${hash}`;
  const isPlain = username === '' && password === '' && maskPath(rest, masker) === rest;
  return isPlain ? maskedName(url) : null;
}
