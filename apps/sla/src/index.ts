export { hostedSla } from './hosted';
export { SlaModule } from './sla.module';
export { slaService } from './sla.service';
