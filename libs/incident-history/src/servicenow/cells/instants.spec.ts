import { Settings } from 'luxon';
import { instantReader, ordersAllowedBy, readInstant } from './instants';

const day = (text: string, zone = 'UTC') => readInstant(text, 'day-first', zone);
const month = (text: string) => readInstant(text, 'month-first', 'UTC');

describe('times of a log', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    ['29-02-2016 01:16', '2016-02-29T01:16:00.000Z'],
    ['29/02/2016 01:16:05', '2016-02-29T01:16:05.000Z'],
    ['1/3/2016 1:16', '2016-03-01T01:16:00.000Z'],
    ['01.03.2016', '2016-03-01T00:00:00.000Z'],
    ['2016-03-01 13:05:09', '2016-03-01T13:05:09.000Z'],
    ['2016-03-01T13:05:09.250Z', '2016-03-01T13:05:09.250Z'],
    ['2016-03-01T13:05:09+02:00', '2016-03-01T11:05:09.000Z'],
    ['2016-03-01T13:05:09-0530', '2016-03-01T18:35:09.000Z'],
    ['1/3/2016 12:16 AM', '2016-03-01T00:16:00.000Z'],
    ['1/3/2016 12:16 PM', '2016-03-01T12:16:00.000Z'],
  ])('%s is %s', (text, iso) => expect(day(text)).toEqual({ iso }));

  it('are month first where that was asked for', () => {
    expect(month('02/29/2016 1:16 PM')).toEqual({ iso: '2016-02-29T13:16:00.000Z' });
  });

  it.each(['yesterday', '29-02', '2016', '01-03-2016 at noon', '01-03-2016 8'])('%s is not a date', (text) =>
    expect(day(text)).toEqual({ problem: `"${text}" is not a date` }),
  );

  it.each(['1/2/0019 08:05', '1/2/5', '0016-02-01'])('%s has lost digits of its year, and is not guessed at', (text) =>
    expect(day(text)).toEqual({ problem: `"${text}" has no year of two or four digits` }),
  );

  it.each(['29-02-2015', '31/04/2016 10:00', '01-03-2016 25:00'])('%s is not in the calendar', (text) =>
    expect(day(text)).toEqual({ problem: `"${text}" is not in the calendar` }),
  );

  it.each(['9999-12-31T23:59-05:00'])('%s is beyond the years of four digits', (text) =>
    expect(day(text)).toEqual({ problem: `"${text}" is not in the calendar` }),
  );

  it.each(['1900-01-01T00:30+01:00', '29-02-1016'])('%s is before anything there could be a log of', (text) =>
    expect(day(text)).toEqual({ problem: `"${text}" is before 1900` }),
  );

  it('are not repeated at length when they are none', () => {
    expect(day('x'.repeat(10_000))).toEqual({ problem: `"${'x'.repeat(59)}…" is not a date` });
  });

  it('have no 13th month', () => {
    expect(day('03-25-2016 10:00')).toEqual({ problem: '"03-25-2016 10:00" has no month 25 when read day-first' });
  });

  it('are local to the zone asked for, in winter and in summer', () => {
    expect(day('01-03-2016 10:00', 'Europe/Rome')).toEqual({ iso: '2016-03-01T09:00:00.000Z' });
    expect(day('01-07-2016 10:00', 'Europe/Rome')).toEqual({ iso: '2016-07-01T08:00:00.000Z' });
  });

  it('that a clock change skipped are an hour later, and say so', () => {
    expect(day('27-03-2016 02:30', 'Europe/Rome')).toEqual({
      iso: '2016-03-27T01:30:00.000Z',
      reading: 'which the clocks of Europe/Rome skipped; read as 2016-03-27T01:30:00.000Z',
    });
  });

  it('that a zone skipped for a whole day say so', () => {
    expect(day('30-12-2011 10:00', 'Pacific/Apia')).toHaveProperty('reading');
  });

  it.each(['2016-01-15', '2016-07-15'])('that a clock change repeated are the first, also when read on %s', (today) => {
    jest.spyOn(Settings, 'now').mockReturnValue(Date.parse(today));
    expect(day('30-10-2016 02:30', 'Europe/Rome')).toEqual({
      iso: '2016-10-30T00:30:00.000Z',
      reading: 'which the clocks of Europe/Rome showed twice; read as the first, 2016-10-30T00:30:00.000Z',
    });
  });

  it.each([
    ['30-10-2016 02:30', 'UTC'],
    ['30-10-2016 03:00', 'Europe/Rome'],
    ['27-03-2016 03:00', 'Europe/Rome'],
    ['2016-10-30T02:30+01:00', 'Europe/Rome'],
  ])('%s in %s leaves no doubt', (text, zone) => expect(Object.keys(day(text, zone))).toEqual(['iso']));

  it('more than a year ahead of who reads them say so', () => {
    const read = instantReader('day-first', 'UTC', new Date('2016-03-01T08:00:00Z'));
    expect(read('01-03-2017 08:00')).toEqual({ iso: '2017-03-01T08:00:00.000Z' });
    expect(read('01-03-2017 08:01')).toEqual({
      iso: '2017-03-01T08:01:00.000Z',
      reading: 'more than a year ahead of when that was read; recorded as it stands',
    });
  });

  it.each([
    ['03-04-2016', ['day-first', 'month-first']],
    ['13-04-2016', ['day-first']],
    ['04-13-2016', ['month-first']],
    ['2016-04-13', []],
    ['soon', []],
  ])('%s allows %j', (text, orders) => expect(ordersAllowedBy(text)).toEqual(orders));
});
