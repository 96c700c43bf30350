import { CI_CLASSES_ID } from '@opsledger/contracts';
import { streamOf } from '@opsledger/event-store';
import { KeptRecord } from '@opsledger/service-kit';
import { ciClasses } from '../classes/ci-classes';

export const classesStream = streamOf(ciClasses.category, CI_CLASSES_ID);

/** The classes in force. */
export const currentClasses = new KeptRecord(ciClasses, CI_CLASSES_ID);
