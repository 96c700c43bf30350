export { directoryService } from './directory.service';
