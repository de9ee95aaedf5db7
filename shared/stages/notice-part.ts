import { PermanentError } from '../errors/pipeline-error.ts';

/** What one message of the `notify` queue is about: one channel, or the digest of a channel's time window. */
export type NoticePart =
  | { readonly kind: 'change'; readonly connection: string }
  | { readonly kind: 'digest'; readonly connection: string; readonly window: string };

/** Part name of a message; {@link noticePartFrom} reads it back. */
export function noticePartName(part: NoticePart): string {
  return part.kind === 'change' ? `to-${part.connection}` : `digest-${part.window}-${part.connection}`;
}

/** @throws PermanentError(`INPUT_INVALID`) for a part of no such form */
export function noticePartFrom(name: string | null): NoticePart {
  const [, connection] = /^to-(.+)$/.exec(name ?? '') ?? [];
  if (connection !== undefined) return { kind: 'change', connection };
  const [, window, of] = /^digest-([a-z0-9]+)-(.+)$/.exec(name ?? '') ?? [];
  if (window !== undefined && of !== undefined) return { kind: 'digest', window, connection: of };
  throw new PermanentError(
    'INPUT_INVALID',
    `The part "${name ?? ''}" of a notify message is neither "to-<connection>" nor "digest-<window>-<connection>".`,
  );
}
