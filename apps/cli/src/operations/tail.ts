import { setTimeout as wait } from 'node:timers/promises';
import type { Api } from '../client/api';
import { CliError, EXIT } from '../client/errors';
import { Retriable } from '../client/retry';
import { linesOf, serverSentEvents } from '../client/server-sent-events';
import { eventLine, type FedEvent } from './event-line';
import { latestPosition } from './readers';
import { subjectNamed } from './subject';

export interface TailOptions {
  readonly types: readonly string[];
  /** Id or number of a record. */
  readonly subject?: string;
  /** A position, `start`, or nothing: for now, or for the start without follow. */
  readonly from?: string;
  readonly follow: boolean;
  readonly json: boolean;
}

interface TailContext {
  readonly api: Api;
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
  readonly signal?: AbortSignal;
}

const START = '0'.repeat(16);
const PAUSE = 1_000;

/** Prints events until the log ends (without follow) or the signal aborts; a broken feed goes on after its last event. */
export async function tail(given: TailOptions, context: TailContext): Promise<void> {
  const from = given.from === undefined ? undefined : positionIn(given.from);
  const subject = given.subject === undefined ? undefined : await subjectNamed(given.subject, context);
  const options = { ...given, from, subject };
  const print = (event: FedEvent) =>
    void context.out.write(`${options.json ? JSON.stringify(event) : eventLine(event)}\n`);
  if (!options.follow) return printAll(options, context, print);
  const begin = from ?? (await latestPosition(context.api));
  let last: string | undefined;
  while (!context.signal?.aborted) {
    try {
      for await (const { id, event } of feed({ ...options, from: begin }, last, context)) {
        last = id ?? last;
        print(event);
      }
    } catch (error) {
      if (context.signal?.aborted) return;
      if (!(error instanceof Retriable)) throw error;
    }
    if (!context.signal?.aborted) await (context.sleep ?? wait)(PAUSE);
  }
}

function positionIn(from: string): string {
  if (from === 'start') return START;
  if (/^\d{1,16}$/.test(from)) return from.padStart(START.length, '0');
  throw new CliError(
    `--from: "${from}" is no position. Give one of up to 16 digits, as events carry it, or "start".`,
    EXIT.usage,
  );
}

async function printAll(options: TailOptions, { api, signal }: TailContext, print: (event: FedEvent) => void) {
  const path = eventsPath({ ...options, from: options.from ?? START });
  const body = api.stream(path, { accept: 'application/x-ndjson' }, signal);
  try {
    for await (const line of linesOf(body)) if (line !== '') print(JSON.parse(line) as FedEvent);
  } catch (error) {
    throw error instanceof Retriable ? error.reason : error;
  }
}

async function* feed(options: TailOptions, last: string | undefined, { api, signal }: TailContext) {
  const headers = { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': last }) };
  const body = api.stream(eventsPath(options), headers, signal);
  for await (const sent of serverSentEvents(body)) {
    if (sent && sent.data !== '') yield { id: sent.id, event: JSON.parse(sent.data) as FedEvent };
  }
}

function eventsPath({ types, subject, from, follow }: TailOptions): string {
  const query = new URLSearchParams();
  if (types.length > 0) query.set('types', types.join(','));
  if (subject) query.set('subject', subject);
  if (from) query.set('after', from);
  if (!follow) query.set('follow', 'false');
  return query.size > 0 ? `/v1/events?${query}` : '/v1/events';
}
