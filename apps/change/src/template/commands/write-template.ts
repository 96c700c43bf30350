import type {
  ChangeTemplateEvent,
  CommandOf,
  DefineChangeTemplate,
  ReviseChangeTemplate,
  TemplateContent,
  TemplateKeys,
} from '@opsledger/contracts';
import type { KnownTemplate } from '../template-state';
import { requireMove } from '../transitions';

const keysFor = (number: string, version: number, { service, category }: TemplateContent): TemplateKeys => ({
  number,
  state: 'draft',
  version,
  service: service ?? null,
  category: category ?? null,
});

export const defineTemplate = ({
  data,
  lookups,
}: CommandOf<typeof DefineChangeTemplate, { readonly number: string }>): ChangeTemplateEvent[] => [
  { type: 'ChangeTemplateDefined', data: { keys: keysFor(lookups.number, 1, data), content: data } },
];

/** A new version is not approved, whatever the one before was. */
export function reviseTemplate(
  { data }: CommandOf<typeof ReviseChangeTemplate>,
  state: KnownTemplate,
): ChangeTemplateEvent[] {
  if (JSON.stringify(data) === JSON.stringify(state.content)) return [];
  if (state.status === 'retired') requireMove(state, 'ChangeTemplateRevised');
  const keys = keysFor(state.number, state.keys.version + 1, data);
  const revokes = state.status === 'approved' ? state.keys.version : null;
  return [{ type: 'ChangeTemplateRevised', data: { keys, content: { before: state.content, after: data }, revokes } }];
}
