/** Answers how something is; throws when it is not well. */
export type HealthCheck = () => Promise<Readonly<Record<string, unknown>> | void>;

/** What came of each check; `failing` when one of them fails. */
export interface HealthReport {
  readonly status: 'ok' | 'failing';
  readonly checks: Readonly<Record<string, { readonly status: 'ok' | 'failing'; readonly [detail: string]: unknown }>>;
}

/** Whether this process can do its work: named checks, asked together, none waited for longer than `timeout` ms. */
export class Health {
  private readonly checks = new Map<string, HealthCheck>();

  constructor(private readonly timeout = 2_000) {}

  /** Adds a check to `ready`. */
  check(name: string, check: HealthCheck): void {
    this.checks.set(name, check);
  }

  /** The process runs. Asks nobody: restarting it would not mend a database. */
  live(): HealthReport {
    return { status: 'ok', checks: {} };
  }

  /** Messages may be sent to this process. */
  async ready(): Promise<HealthReport> {
    const results = await Promise.all([...this.checks].map(async ([name, check]) => [name, await this.ask(check)]));
    const checks = Object.fromEntries(results) as HealthReport['checks'];
    const failing = Object.values(checks).some(({ status }) => status === 'failing');
    return { status: failing ? 'failing' : 'ok', checks };
  }

  private async ask(check: HealthCheck): Promise<HealthReport['checks'][string]> {
    let timer: NodeJS.Timeout | undefined;
    const overdue = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.timeout} ms`)), this.timeout);
    });
    try {
      return { status: 'ok', ...(await Promise.race([check(), overdue])) };
    } catch (error) {
      return { status: 'failing', reason: error instanceof Error ? error.message : String(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}
