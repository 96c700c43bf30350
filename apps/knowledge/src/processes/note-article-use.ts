import { isRecordId, namedUseId, type IncidentEvent, type IncidentKeys, type Reference } from '@opsledger/contracts';
import { process, send, type Effect } from '@opsledger/event-sourcing';
import { order } from './order';

interface OfIncident {
  readonly subject: string;
  readonly data: { readonly keys: IncidentKeys };
}

const NUMBER = /^KB\d{1,20}$/i;

/** A reference with another kind of id names something that is no article of ours. */
const tell = ({ subject, data }: OfIncident, { id }: Reference, type: string, how?: string): Effect[] => {
  const said = { incident: { id: subject, name: data.keys.number }, ...(how !== undefined && { how }) };
  if (isRecordId(id)) return [send(order(type, id.toLowerCase(), said))];
  if (NUMBER.test(id)) return [send(order(type, namedUseId(id), { ...said, number: id.toUpperCase() }))];
  return [];
};

/** What incidents are resolved with, and point at, is a fact of the article's use, too. */
export const noteArticleUse = process<IncidentEvent>({
  name: 'note-article-use',
  handlers: {
    IncidentResolved: (event) =>
      event.data.knowledge ? tell(event, event.data.knowledge, 'NoteArticleUse', 'resolved') : [],
    IncidentLinked: (event) =>
      event.data.kind === 'knowledge' ? tell(event, event.data.target, 'NoteArticleUse', 'linked') : [],
    IncidentUnlinked: (event) =>
      event.data.kind === 'knowledge' ? tell(event, event.data.target, 'WithdrawArticleUse') : [],
    IncidentImportWithdrawn: (event) =>
      (event.data.unlinked ?? []).flatMap(({ kind, target }) =>
        kind === 'knowledge' ? tell(event, target, 'WithdrawArticleUse') : [],
      ),
  },
});
