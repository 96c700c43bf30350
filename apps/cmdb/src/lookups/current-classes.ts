import { CI_CLASSES_ID } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { ciClasses } from '../classes/ci-classes';
import { KeptRecord } from './kept-record';

export const classesStream = streamOf(ciClasses.category, CI_CLASSES_ID);

/** The classes in force. */
export const currentClasses = new KeptRecord(ciClasses, CI_CLASSES_ID);
