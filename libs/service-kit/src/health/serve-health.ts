import type { FastifyInstance } from 'fastify';
import type { HealthReport } from './health';

/** What is told to probes and scrapers. */
export interface ServedHealth {
  readonly health: { live(): HealthReport; ready(): Promise<HealthReport> };
  /** Prometheus text; served to everybody, so it may tell how much is done, never what. */
  readonly metrics: () => Promise<string>;
}

/** For probes and scrapers; they carry no token and are told no secrets. */
export function serveHealth(app: Pick<FastifyInstance, 'get'>, { health, metrics }: ServedHealth): void {
  app.get('/health/live', async () => health.live());
  app.get('/health/ready', async (_request, reply) => {
    const report = await health.ready();
    return reply.code(report.status === 'ok' ? 200 : 503).send(report);
  });
  app.get('/metrics', async (_request, reply) =>
    reply.header('content-type', 'text/plain; version=0.0.4').send(await metrics()),
  );
}
