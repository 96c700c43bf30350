import { compileCalendar, type BusinessCalendar } from '@opsledger/business-time';
import { GetSlaCalendar } from '@opsledger/contracts';
import { askingAs, type Services } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';

const ask = askingAs('incident');

/** A version of a calendar never changes: it is asked for once. */
export class Calendars {
  private static readonly byServices = new WeakMap<Services, Calendars>();

  static of(services: Services): Calendars {
    const known = Calendars.byServices.get(services) ?? new Calendars(services);
    Calendars.byServices.set(services, known);
    return known;
  }

  private readonly known = new LRUCache<string, Promise<BusinessCalendar>>({ max: 200 });

  private constructor(private readonly services: Services) {}

  /** @throws Problem when service level management does not answer, or has no such version */
  async get(id: string, version: number): Promise<BusinessCalendar> {
    const key = `${id} ${version}`;
    const asked = this.known.get(key) ?? this.ask(id, version);
    this.known.set(key, asked);
    try {
      return await asked;
    } catch (error) {
      this.known.delete(key);
      throw error;
    }
  }

  private async ask(id: string, version: number): Promise<BusinessCalendar> {
    const { versions } = await ask(this.services, GetSlaCalendar, { id });
    const found = versions.find((one) => one.version === version);
    if (!found) throw new Error(`Calendar ${id} has no version ${version}.`);
    return compileCalendar(found.definition);
  }
}
