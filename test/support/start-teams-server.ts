import { checkCardMessage } from './check-card.ts';
import { type LookAlike, startLookAlike } from './look-alike/start-look-alike.ts';

export interface TeamsServer extends LookAlike {
  /** The whole address of the workflow, its signature included. */
  readonly webhook: string;
  readonly signature: string;
  /** Texts of the cards that were taken, oldest first. */
  cards(): readonly string[];
}

/** Teams refuses more than about 28 KB. */
const MOST_BYTES = 28 * 1024;
const PATH = '/powerautomate/automations/direct/workflows/0123/triggers/manual/paths/invoke';

/** A workflow of Teams: 202 for what it takes, and nothing to read back. A card that Teams could not show is refused here, so that a test sees it. */
export async function startTeamsServer(): Promise<TeamsServer> {
  const signature = 'signature-of-the-test-workflow';
  const cards: string[] = [];
  const lookAlike = await startLookAlike((request) => {
    if (request.path !== PATH || request.query.get('sig') !== signature) {
      return { status: 401, json: { error: { code: 'DirectApiAuthorizationRequired' } } };
    }
    if (request.body.length > MOST_BYTES) return { status: 413, text: 'Payload too large' };
    const text = request.body.toString('utf8');
    const faults = checkCardMessage(JSON.parse(text));
    if (faults.length > 0) return { status: 400, json: { error: { message: faults.join('; ') } } };
    cards.push(text);
    return { status: 202, text: '' };
  });
  const webhook = `${lookAlike.url}${PATH}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=${signature}`;
  return { ...lookAlike, webhook, signature, cards: () => cards };
}
