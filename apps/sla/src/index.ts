export { hostedSla } from './hosted';
export { slaService } from './sla.service';
