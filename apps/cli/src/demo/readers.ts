import { IssueAccessToken, RateArticle, RevokeAccessToken, ViewArticle, type Reference } from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { admitted } from './admitted';
import type { Cast } from './cast';
import { randomOf } from './random';
import { HOUR, iso } from './times';
import type { DemoPlan } from './year';

const READERS = 6;
const ARTICLES_EACH = 3;

/**
 * On the last day of the year people who ask for help read articles that anybody may read, and say whether that helped:
 * as themselves, with a token each for as long as that takes. What they do cannot be told late, which takes an
 * administrator, and an administrator asks for no help.
 */
export async function letReadersRead(
  plan: DemoPlan,
  cast: Cast,
  articles: readonly Reference[],
  api: Api,
): Promise<void> {
  if (articles.length === 0) return;
  for (const reader of cast.company.employees.slice(0, READERS)) {
    const random = randomOf(`${plan.seed}/reader/${reader.key}`);
    const issued = await api.post<Receipt & { token: string }>(pathOf(IssueAccessToken), {
      label: 'opsledger demo',
      person: cast.reference(reader).id,
      roles: ['requester'],
      expiresAt: iso(Date.now() + HOUR),
    });
    const own = api.as(issued.token);
    try {
      for (let read = 1; read <= ARTICLES_EACH; read += 1) {
        const { id } = random.pick(articles);
        const said = { key: `demo/${plan.seed}/${plan.incidents}/${reader.key}/reads-${read}`, id };
        await admitted(() => own.post(pathOf(ViewArticle, id), {}, { 'idempotency-key': said.key }));
        if (random.chance(0.6)) {
          const helpful = random.chance(0.75);
          await own.post(pathOf(RateArticle, id), { helpful }, { 'idempotency-key': `${said.key}/answer` });
        }
      }
    } finally {
      await api.regardless.post(pathOf(RevokeAccessToken, issued.id), { reason: 'The demo is told.' });
    }
  }
}
