import type { ParamsOf, QueryContract, ResultOf } from '@opsledger/contracts';
import { Problem, type QueryContext } from '@opsledger/service-kit';

/** Questions to several services, of which some may not answer: what the others know is worth telling all the same. */
export class Inquiry {
  private readonly silent = new Map<string, string>();

  constructor(private readonly context: QueryContext) {}

  /** Services that could not be asked, and why. */
  get unanswered(): { service: string; why: string }[] {
    return [...this.silent].map(([service, why]) => ({ service, why }));
  }

  /** Asks in the name of whoever asked us, who finds here what they have just done there. `otherwise`: the record is not there, or the service did not answer. */
  async ask<Query extends QueryContract<string, any, any>, Otherwise>(
    { service, name }: Query,
    params: ParamsOf<Query>,
    otherwise: Otherwise,
  ): Promise<ResultOf<Query> | Otherwise> {
    const { actor, roles, position, services } = this.context;
    const question = { service, type: name, params: params as object, actor, roles, position };
    try {
      return (await services.query(question)) as ResultOf<Query>;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status >= 500) this.silent.set(service, error.message);
      else if (error.status !== 404) throw error;
      return otherwise;
    }
  }
}
