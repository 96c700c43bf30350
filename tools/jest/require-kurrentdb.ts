import { KurrentDbEventStore } from '../../libs/event-store/src/kurrentdb/kurrentdb-event-store';

/** Before any test: is there a server at all? If not, one line says so, at once. */
export default async function requireKurrentDb(): Promise<void> {
  const url = process.env.KURRENTDB_URL;
  if (!url)
    return stop(
      'test:kurrentdb needs a KurrentDB or EventStoreDB server (22.10 or later): set KURRENTDB_URL, e.g. KURRENTDB_URL=kurrentdb://127.0.0.1:2113?tls=false',
    );
  try {
    const store = await KurrentDbEventStore.open({ url, prefix: 'opsledger-test-reachable.', deadlineMs: 5_000 });
    await store.close();
  } catch (error) {
    stop(`test:kurrentdb did not run: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function stop(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
