import { systemClock } from '@opsledger/event-store';
import type { FastifyInstance } from 'fastify';
import type { HealthReport } from './health';
import { sharedAnswer } from './shared-answer';

/** What is told to probes and scrapers. */
export interface ServedHealth {
  readonly health: { live(): HealthReport; ready(): Promise<HealthReport> };
  /** Prometheus text; served to everybody, so it may tell how much is done, never what. */
  readonly metrics: () => Promise<string>;
  readonly clock?: () => Date;
}

/** For probes and scrapers; they carry no token, are told no secrets, and together cost what one of them costs. */
export function serveHealth(
  app: Pick<FastifyInstance, 'get'>,
  { health, metrics, clock = systemClock }: ServedHealth,
): void {
  // What is not well is looked at again: who waits for it to be well is told at once.
  const ready = sharedAnswer(
    () => health.ready(),
    clock,
    ({ status }) => status === 'ok',
  );
  const text = sharedAnswer(metrics, clock);
  app.get('/health/live', async () => health.live());
  app.get('/health/ready', async (_request, reply) => {
    const report = await ready();
    return reply.code(report.status === 'ok' ? 200 : 503).send(report);
  });
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', 'text/plain; version=0.0.4').send(await text()),
  );
}
