import type { Api } from '../client/api';

/** Every entry of a list, page by page; read whole before anything is done that would make the list another. */
export async function everyItem<Item>(
  api: Api,
  { route }: { readonly route?: string },
  params: Readonly<Record<string, string | number | boolean>>,
): Promise<Item[]> {
  const path = route!.slice(route!.indexOf(' ') + 1);
  const found: Item[] = [];
  let after: string | undefined;
  do {
    const page = await api.get<{ items: Item[]; next?: string }>(path, { ...params, limit: 500, after });
    found.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return found;
}
