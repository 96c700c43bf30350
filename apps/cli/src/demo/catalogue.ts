import type { Channel, HoldReason, ResolutionCode } from '@opsledger/contracts';

export type TeamKey = 'desk' | 'workplace' | 'network' | 'platform' | 'databases' | 'erp' | 'security' | 'field';

/** What a service can suffer from, and how such things usually go. */
export interface Trouble {
  readonly title: string;
  readonly subcategory: string;
  /** How often, relative to the other troubles. */
  readonly weight: number;
  readonly impact: readonly [number, number, number];
  readonly urgency: readonly [number, number, number];
  /** Median minutes of work, once somebody has it. */
  readonly minutes: number;
  /** How often the service desk solves it by itself. */
  readonly firstLine: number;
  readonly hold?: readonly [HoldReason, number];
  readonly code: ResolutionCode;
  readonly notes: string;
}

export interface DemoService {
  readonly name: string;
  readonly category: string;
  readonly team: TeamKey;
  readonly cis: readonly string[];
  readonly channels: readonly (readonly [Channel, number])[];
  readonly troubles: readonly Trouble[];
}

const LOW = [2, 30, 68] as const;
const MID = [4, 46, 50] as const;
const HIGH = [30, 50, 20] as const;

const BY_PEOPLE = [
  ['phone', 45],
  ['portal', 35],
  ['email', 12],
  ['chat', 8],
] as const;
const BY_MACHINES = [
  ['monitoring', 65],
  ['phone', 20],
  ['portal', 15],
] as const;

const trouble = (
  title: string,
  subcategory: string,
  weight: number,
  [impact, urgency]: readonly [Trouble['impact'], Trouble['urgency']],
  [minutes, firstLine]: readonly [number, number],
  [code, notes]: readonly [ResolutionCode, string],
  hold?: Trouble['hold'],
): Trouble => ({ title, subcategory, weight, impact, urgency, minutes, firstLine, code, notes, hold });

export const SERVICES: readonly DemoService[] = [
  {
    name: 'Workplace',
    category: 'Workplace',
    team: 'workplace',
    cis: ['Laptop fleet', 'Print server PRT-02', 'Docking stations HQ'],
    channels: BY_PEOPLE,
    troubles: [
      trouble(
        'Laptop does not start',
        'Hardware',
        9,
        [LOW, MID],
        [150, 0.2],
        ['fixed', 'Replaced the memory module and tested.'],
        ['vendor', 0.35],
      ),
      trouble(
        'Printer on floor 3 prints blank pages',
        'Printing',
        7,
        [LOW, LOW],
        [50, 0.5],
        ['fixed', 'Changed the drum and aligned it.'],
      ),
      trouble(
        'Second screen stays dark',
        'Hardware',
        8,
        [LOW, LOW],
        [35, 0.7],
        ['user_education', 'Showed how to choose the input of the dock.'],
        ['caller', 0.25],
      ),
      trouble(
        'Need software from the catalogue',
        'Software',
        7,
        [LOW, LOW],
        [90, 0.6],
        ['fixed', 'Installed from the catalogue.'],
        ['caller', 0.3],
      ),
    ],
  },
  {
    name: 'Identity and access',
    category: 'Access',
    team: 'security',
    cis: ['Directory DC-01', 'Single sign-on'],
    channels: BY_PEOPLE,
    troubles: [
      trouble(
        'Account is locked',
        'Password',
        18,
        [LOW, MID],
        [12, 0.95],
        ['fixed', 'Unlocked and reset the password.'],
      ),
      trouble(
        'Cannot sign in with the second factor',
        'Two-factor',
        9,
        [LOW, MID],
        [25, 0.7],
        ['fixed', 'Registered the new phone.'],
        ['caller', 0.25],
      ),
      trouble(
        'Suspicious message with an attachment',
        'Phishing',
        4,
        [MID, HIGH],
        [120, 0.1],
        ['no_fault_found', 'Checked in the sandbox; harmless newsletter.'],
        ['evidence', 0.3],
      ),
    ],
  },
  {
    name: 'E-mail and calendar',
    category: 'Collaboration',
    team: 'workplace',
    cis: ['Mail gateway MX-1', 'Mailbox database 4'],
    channels: BY_PEOPLE,
    troubles: [
      trouble(
        'Messages arrive hours late',
        'Mail flow',
        5,
        [MID, MID],
        [110, 0.1],
        ['configuration', 'Cleared the queue and raised the connection limit.'],
        ['vendor', 0.2],
      ),
      trouble(
        'Shared calendar shows old entries',
        'Calendar',
        6,
        [LOW, LOW],
        [40, 0.6],
        ['workaround', 'Rebuilt the local copy.'],
        ['caller', 0.3],
      ),
      trouble(
        'Mailbox is full',
        'Quota',
        6,
        [LOW, LOW],
        [15, 0.9],
        ['user_education', 'Archived old messages together.'],
      ),
    ],
  },
  {
    name: 'Office network',
    category: 'Network',
    team: 'network',
    cis: ['Access switch SW-3F-02', 'Wireless controller', 'VPN concentrator'],
    channels: [...BY_PEOPLE, ['monitoring', 30]],
    troubles: [
      trouble(
        'Wireless drops in the meeting rooms',
        'Wireless',
        8,
        [MID, LOW],
        [130, 0.1],
        ['configuration', 'Moved two access points to other channels.'],
      ),
      trouble(
        'VPN disconnects every few minutes',
        'VPN',
        9,
        [LOW, MID],
        [70, 0.3],
        ['fixed', 'Renewed the client certificate.'],
        ['caller', 0.35],
      ),
      trouble(
        'Switch does not answer',
        'Switching',
        3,
        [HIGH, HIGH],
        [95, 0],
        ['fixed', 'Power supply replaced from stock.'],
        ['vendor', 0.2],
      ),
    ],
  },
  {
    name: 'Web shop',
    category: 'Customer applications',
    team: 'platform',
    cis: ['shop-web cluster', 'shop-checkout', 'CDN'],
    channels: BY_MACHINES,
    troubles: [
      trouble(
        'Checkout answers slowly',
        'Performance',
        5,
        [HIGH, HIGH],
        [85, 0],
        ['configuration', 'Raised the connection pool and warmed the cache.'],
        ['change', 0.15],
      ),
      trouble(
        'Error rate above threshold',
        'Availability',
        5,
        [HIGH, HIGH],
        [60, 0],
        ['fixed', 'Rolled back to the release before.'],
        ['change', 0.1],
      ),
      trouble('Product pictures are missing', 'Content', 3, [MID, LOW], [75, 0.05], ['fixed', 'Purged the cache.']),
    ],
  },
  {
    name: 'Payments',
    category: 'Customer applications',
    team: 'platform',
    cis: ['payment-gateway', 'payment-ledger'],
    channels: BY_MACHINES,
    troubles: [
      trouble(
        'Card payments are declined',
        'Availability',
        3,
        [HIGH, HIGH],
        [70, 0],
        ['third_party', 'The acquirer restored its service.'],
        ['vendor', 0.5],
      ),
      trouble(
        'Settlement file is incomplete',
        'Batch',
        3,
        [MID, HIGH],
        [140, 0],
        ['fixed', 'Sent again after correcting the mandate.'],
        ['problem', 0.2],
      ),
    ],
  },
  {
    name: 'ERP',
    category: 'Business applications',
    team: 'erp',
    cis: ['ERP production', 'ERP print queue'],
    channels: BY_PEOPLE,
    troubles: [
      trouble(
        'Posting an invoice ends with an error',
        'Finance',
        8,
        [LOW, MID],
        [160, 0.1],
        ['configuration', 'Opened the posting period.'],
        ['caller', 0.3],
      ),
      trouble(
        'Nightly run did not finish',
        'Batch',
        4,
        [MID, HIGH],
        [130, 0],
        ['fixed', 'Removed the lock and started it again.'],
        ['problem', 0.2],
      ),
      trouble(
        'Missing authorisation for a transaction',
        'Authorisation',
        9,
        [LOW, LOW],
        [60, 0.2],
        ['fixed', 'Role assigned after approval.'],
        ['evidence', 0.25],
      ),
    ],
  },
  {
    name: 'Data warehouse',
    category: 'Business applications',
    team: 'databases',
    cis: ['DWH-01', 'Replica DWH-02'],
    channels: [...BY_MACHINES, ['email', 20]],
    troubles: [
      trouble(
        'Report shows yesterday’s figures',
        'Loading',
        5,
        [MID, LOW],
        [120, 0.05],
        ['fixed', 'Loaded again from the source.'],
      ),
      trouble(
        'Replica lags behind',
        'Replication',
        3,
        [MID, MID],
        [90, 0],
        ['configuration', 'More write-ahead log kept; index rebuilt.'],
        ['change', 0.2],
      ),
    ],
  },
  {
    name: 'Warehouse scanners',
    category: 'Logistics',
    team: 'field',
    cis: ['Scanner pool hall B', 'Label printer LP-7'],
    channels: [
      ['phone', 80],
      ['walk-in', 20],
    ],
    troubles: [
      trouble(
        'Scanner does not connect',
        'Devices',
        8,
        [LOW, MID],
        [80, 0.3],
        ['fixed', 'Exchanged from the pool.'],
        ['vendor', 0.15],
      ),
      trouble('Labels are unreadable', 'Printing', 4, [MID, HIGH], [55, 0.2], ['fixed', 'Cleaned the print head.']),
    ],
  },
];

/** What pipelines deliver. */
export const isSoftware = ({ category }: DemoService): boolean => category.endsWith('applications');

export const TEAMS: readonly { readonly key: TeamKey; readonly name: string; readonly size: number }[] = [
  { key: 'desk', name: 'Service Desk', size: 14 },
  { key: 'workplace', name: 'Workplace', size: 8 },
  { key: 'network', name: 'Network', size: 6 },
  { key: 'platform', name: 'Platform Engineering', size: 9 },
  { key: 'databases', name: 'Databases', size: 4 },
  { key: 'erp', name: 'ERP Applications', size: 7 },
  { key: 'security', name: 'Identity and Security', size: 5 },
  { key: 'field', name: 'Field Service', size: 6 },
];

export const LOCATIONS = [
  'Headquarters',
  'Plant North',
  'Plant South',
  'Warehouse B',
  'Home office',
  'Sales office Lisbon',
];
