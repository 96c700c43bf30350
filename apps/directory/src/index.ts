export { hostedDirectory } from './hosted';
export { directoryService } from './directory.service';
