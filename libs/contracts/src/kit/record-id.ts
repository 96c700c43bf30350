const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Whether this is the id of a record, in whatever case: people name records by number as well, and imported history names
 * some by what another system called them.
 */
export const isRecordId = (name: string): boolean => UUID.test(name);
