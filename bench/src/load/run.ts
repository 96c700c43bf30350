/** Child process that runs one load and prints what it measured, so that the load shares no event loop with anything. */
import { closedLoop, type Load } from './closed-loop';

interface Order extends Omit<Load, 'body'> {
  /** `incident`: a realistic incident per request. */
  readonly body?: 'incident';
}

const order = JSON.parse(process.argv[2] ?? '{}') as Order;

const words =
  'printer vpn mail login slow crash error timeout disk network payroll invoice portal laptop phone screen'.split(' ');
const pick = (serial: number, salt: number) => words[(serial * 31 + salt * 17) % words.length]!;

const incident = (serial: number) =>
  JSON.stringify({
    title: `${pick(serial, 1)} ${pick(serial, 2)} ${pick(serial, 3)} at desk ${serial}`,
    description: `Since this morning the ${pick(serial, 4)} shows ${pick(serial, 5)}; ${pick(serial, 6)} is affected too. Report ${serial}.`,
    channel: 'portal',
    category: pick(serial, 7),
    impact: 1 + (serial % 3),
    urgency: 1 + ((serial >> 2) % 3),
  });

void closedLoop({ ...order, body: order.body === 'incident' ? incident : undefined }).then((measured) => {
  process.stdout.write(JSON.stringify(measured));
});
