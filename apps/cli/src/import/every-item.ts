import type { Api } from '../client/api';

interface Route {
  readonly route?: string;
}
type Params = Readonly<Record<string, string | number | boolean>>;

/** The entries of a list, page by page: the next page is asked for when it is wanted. */
export async function* pagesOf<Item>(api: Api, { route }: Route, params: Params): AsyncGenerator<readonly Item[]> {
  const path = route!.slice(route!.indexOf(' ') + 1);
  let after: string | undefined;
  do {
    const page = await api.get<{ items: Item[]; next?: string }>(path, { ...params, limit: 500, after });
    yield page.items;
    after = page.next;
  } while (after !== undefined);
}

/** Every entry of a list; read whole before anything is done that would make the list another. */
export async function everyItem<Item>(api: Api, list: Route, params: Params): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pagesOf<Item>(api, list, params)) found.push(...page);
  return found;
}
