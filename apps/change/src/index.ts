export { hostedChange } from './hosted';
export { changeService } from './change.service';
