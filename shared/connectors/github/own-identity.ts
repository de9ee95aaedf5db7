import * as z from 'zod';
import type { ConnectorKit } from '../../ports/connector.ts';
import { apiUrl } from '../common/api-url.ts';
import { API_HEADERS } from './api-headers.ts';
import type { AppTokens } from './app-token.ts';

/** Who wrote a comment, as GitHub tells it. */
export interface CommentAuthor {
  readonly user?: { readonly id: number; readonly login?: string | null | undefined } | null | undefined;
  readonly performed_via_github_app?: { readonly id: number } | null | undefined;
}

/** Tells the connection's own comments from those of others. */
export interface OwnIdentity {
  isOurs(comment: CommentAuthor, signal: AbortSignal): Promise<boolean>;
}

/** Comments of an App carry its number; those on lines of a diff do not, but no person can have the name of its bot. */
export function appIdentity(tokens: AppTokens): OwnIdentity {
  return {
    async isOurs(comment, signal) {
      const self = await tokens.self(signal);
      if (self === null) return false;
      const id = comment.performed_via_github_app?.id;
      return id === undefined ? comment.user?.login === `${self.slug}[bot]` : id === self.id;
    },
  };
}

/** Comments of a token are those of its user; not those that an App wrote in that user's name. */
export function userIdentity(root: string, kit: ConnectorKit, token: () => Promise<string>): OwnIdentity {
  let userId: number | undefined;
  return {
    async isOurs(comment, signal) {
      if (userId === undefined) {
        const headers = { ...API_HEADERS, authorization: `Bearer ${await token()}` };
        const url = apiUrl(root, ['user'], {});
        const reply = await kit.http.getJson(url, z.object({ id: z.int() }), { headers, signal });
        // No reply for one's own user never happens; a number that nobody has makes no comment count as ours.
        userId = reply?.body.id ?? -1;
      }
      return comment.user?.id === userId && (comment.performed_via_github_app ?? null) === null;
    },
  };
}
