import type { PipelineError } from '../../shared/errors/pipeline-error.ts';
import type { EnsuredIssue, IssueTracker } from '../../shared/ports/issue-tracker.ts';
import type { DigestNotice, Notice, Notifier, SentNotice } from '../../shared/ports/notifier.ts';

/** A messenger in memory. `threads` makes it find its messages again; `failNext` fails before or after the message is out. */
export function createMemoryNotifier({ threads }: { readonly threads: boolean }): Notifier & {
  readonly notices: Notice[];
  readonly digests: DigestNotice[];
  failNext: PipelineError | null;
  loseNext: PipelineError | null;
} {
  const notices: Notice[] = [];
  const digests: DigestNotice[] = [];
  const heads = new Map<string, string>();

  function send(
    tools: { failNext: PipelineError | null; loseNext: PipelineError | null },
    out: () => void,
  ): void {
    const { failNext, loseNext } = tools;
    tools.failNext = null;
    tools.loseNext = null;
    if (failNext !== null) throw failNext;
    out();
    if (loseNext !== null) throw loseNext;
  }

  return {
    findsAgain: threads,
    notices,
    digests,
    failNext: null,
    loseNext: null,
    async ensureNotice(notice): Promise<SentNotice> {
      if (threads && notices.some(({ id, key }) => id === notice.id && key === notice.key)) {
        return { status: 'unchanged', thread: heads.get(notice.key) ?? null };
      }
      if (!notice.news)
        return { status: threads ? 'updated' : 'unchanged', thread: heads.get(notice.key) ?? null };
      send(this, () => notices.push(notice));
      if (!threads) return { status: 'posted', thread: null };
      const head = heads.get(notice.key) ?? `thread-${heads.size + 1}`;
      heads.set(notice.key, head);
      return { status: 'posted', thread: head };
    },
    async ensureDigest(digest): Promise<SentNotice> {
      send(this, () => digests.push(digest));
      return { status: 'posted', thread: null };
    },
  };
}

/** Issues in memory; `closes: false` leaves closing to people, as some trackers do. */
export function createMemoryIssues({ closes = true } = {}): IssueTracker & {
  readonly issues: Map<string, { open: boolean; title: string; picture: string; reasons: string[] }>;
} {
  const issues = new Map<string, { open: boolean; title: string; picture: string; reasons: string[] }>();
  const told = (key: string, action: EnsuredIssue['action']): EnsuredIssue => ({
    key,
    url: `https://issues.example/${encodeURIComponent(key)}`,
    action,
  });
  const tracker: IssueTracker = {
    async ensureIssue({ key, title, picture }) {
      const before = issues.get(key);
      issues.set(key, {
        open: true,
        title,
        picture: picture?.name ?? '',
        reasons: before?.reasons ?? [],
      });
      if (before === undefined) return told(key, 'created');
      return told(key, before.open ? 'updated' : 'reopened');
    },
  };
  if (!closes) return { ...tracker, issues };
  return {
    ...tracker,
    issues,
    async closeIssue({ key, reason }) {
      const issue = issues.get(key);
      if (issue === undefined) return null;
      if (!issue.open) return told(key, 'unchanged');
      issue.open = false;
      issue.reasons.push(reason);
      return told(key, 'closed');
    },
  };
}
