/** Every error code of the product, with the cure shown to operators. Pinned by a test; documented in docs/operating.md. */
export const ERROR_CODES = {
  ADDRESS_REFUSED:
    'A request would have left for a host that no setting names, or for an address within a network; the message says which setting allows it.',
  APPROVAL_FULL:
    'An approval was changed more often than people change their minds; push a new commit to ask anew.',
  APPROVAL_REFUSED:
    'Not this person, not any more, or not again: nothing was changed; the message says which.',
  ANALYSES_SPENT:
    'A change was analysed as often as the policy allows; its newest commit is analysed later by itself.',
  ARTIFACT_INVALID:
    'A stored artifact does not fit its schema: it was written by another version or changed by hand.',
  BASELINE_MISSING: 'That commit was never measured for this metric and environment; measure it first.',
  BUS_FOLDER_IN_USE:
    'Another embedded Service Bus runs on the same folder; stop it or choose another folder.',
  BUS_JOURNAL_DAMAGED: 'The embedded Service Bus cannot read its stored queues; the message names the file.',
  BUS_JOURNAL_FAILED:
    'The embedded Service Bus cannot write to its folder; free the disk and start it again.',
  BUS_REQUEST_REFUSED:
    'The embedded Service Bus refused a request; the AMQP condition stands in the details.',
  BUS_SETTINGS_INVALID:
    'The queue settings of the embedded Service Bus are wrong; the message names queue and field.',
  CALLER_FORBIDDEN:
    'The key or token is known and may not do this; the message says which role or service it lacks.',
  CALLER_TOO_OFTEN: 'The key has asked as often as it may in this minute; wait as long as Retry-After says.',
  CALLER_UNKNOWN:
    'No key or token, or one that is not known, has ended or was forged; make one with "keys create".',
  CONFIG_INVALID:
    'The configuration names a setting that is missing or wrong; the message lists all of them.',
  DATABASE_UNAVAILABLE:
    'PostgreSQL did not answer; check DATABASE_URL and the server, then wait for the redelivery.',
  DELIVERIES_EXHAUSTED: 'A message failed as often as its queue allows; the reason is that of the last try.',
  INPUT_INVALID: 'The message or document does not fit its schema; the message names the field.',
  INPUT_TOO_SLOW: 'The body of a request did not arrive in time; send it again over a faster line.',
  LOCK_HELD: 'Another process works on the same change or audit log; the message comes back by itself.',
  MASKING_RULE_INVALID:
    'A custom masking rule cannot be used or fails its own examples; the message names rule and example.',
  MASKING_WORKER_FAILED: 'A thread that masks a large input ended early; the message comes back by itself.',
  MODEL_BUDGET_SPENT:
    "The policy's budget of models for the day is spent; the rules explain until it begins anew at midnight UTC.",
  MODEL_REPLY_INVALID: 'No configured model kept to the reply schema; the rules explain instead.',
  MODEL_UNAVAILABLE: 'No configured model answered in time; the rules explain instead.',
  POLICY_INVALID: 'A policy or budget file does not fit its schema; the message names file, line and field.',
  PROJECT_BUSY:
    'The project has more runs than its share just now; each waits for its turn and goes on by itself.',
  QUEUE_UNAVAILABLE: 'Service Bus did not accept a message; check SERVICE_BUS and the namespace.',
  RAW_EXPIRED: 'A raw payload left the raw vault before it was masked; collect again by a re-run.',
  REMOTE_FORBIDDEN: 'The other system refused the token the right it needs; the message names the call.',
  REMOTE_NOT_FOUND: 'The other system does not know what was asked for, or hides it from this token.',
  REMOTE_REFUSED: 'The other system refused the request as wrong; the message names the call and status.',
  REMOTE_REPLY_INVALID: 'The other system answered with something that does not fit its documented shape.',
  REMOTE_THROTTLED: 'The other system asked to come back later; the message returns by itself.',
  REMOTE_UNAUTHORISED: 'The other system did not accept the token; renew the secret that the message names.',
  REMOTE_UNAVAILABLE: 'The other system failed or did not answer in time; the message is redelivered.',
  RUN_OVERDUE:
    'A run did not come to a verdict by its end; the log says what held up the step after the one it names.',
  SAMPLE_INVALID:
    'A statistical sample is empty or holds a value that cannot be compared; the message names it.',
  RESULTS_AWAITED:
    'The load results of the change have not all arrived; the step looks again until the deadline.',
  SECRETS_UNAVAILABLE: 'The key vault did not answer or refused; check KEY_VAULT_URL and the identity.',
  SECRET_MISSING: 'The key vault holds no secret of that name; create it or correct the configuration.',
  STEP_DONE:
    'Another delivery of the message did the step meanwhile; the run goes on from what that one recorded.',
  STEP_MISSING: 'A message came before the record it follows from; it is redelivered.',
  STORE_UNAVAILABLE: 'Blob storage failed or did not answer in time; the message is redelivered.',
  TOO_BUSY:
    'More requests came at once than an instance accepts; send it again after the time that it names.',
  UNEXPECTED: 'A bug: the error was not one of the expected kinds. Please report it with the run id.',
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;
