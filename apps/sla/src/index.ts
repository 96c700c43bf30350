export { defaultSlas } from './default-slas';
export { SlaModule } from './sla.module';
export { slaService } from './sla.service';
