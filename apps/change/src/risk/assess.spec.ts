import fc from 'fast-check';
import { assessRisk, type RiskInputs } from './assess';

const SAFE: RiskInputs = {
  type: 'standard',
  affected: { services: [], unknown: null },
  past: { of: 'Restart', closed: 20, successful: 20 },
  hasTestPlan: true,
  hasBackOutPlan: true,
  window: 'inside',
};
const points = (rule: string, changed: Partial<RiskInputs>) =>
  assessRisk({ ...SAFE, ...changed }).contributions.find((it) => it.rule === rule)!;

test('nothing to fear is 0, everything at once 100', () => {
  expect(assessRisk(SAFE)).toMatchObject({ score: 0, level: 'low' });
  const services = [1, 2, 3, 4, 5].map((it) => ({ id: `${it}`, name: `S${it}`, criticality: 'critical' }));
  const worst: RiskInputs = {
    type: 'emergency',
    affected: { services, unknown: null },
    past: { of: 'Web', closed: 10, successful: 0 },
    hasTestPlan: false,
    hasBackOutPlan: false,
    window: 'outside',
  };
  expect(assessRisk(worst)).toMatchObject({ score: 100, level: 'high' });
});

test('each rule says what it adds and why', () => {
  const services = [
    { id: '1', name: 'Mail', criticality: 'high' },
    { id: '2', name: 'Wiki', criticality: null },
  ];
  expect(points('affected_services', { affected: { services, unknown: null } })).toMatchObject({
    points: 10,
    why: '2 live service(s) are affected: Mail, Wiki.',
  });
  expect(points('criticality', { affected: { services, unknown: null } })).toMatchObject({ points: 14 });
  expect(points('past_success', { past: { of: 'Web', closed: 10, successful: 6 } }).points).toBe(6);
  expect(points('past_success', { past: { of: 'Web', closed: 4, successful: 0 } }).why).toContain('too few');
  expect(points('affected_services', { affected: { services: [], unknown: 'nobody knows.' } }).why).toContain('nobody');
  expect(points('maintenance_window', { window: 'outside' }).points).toBe(10);
});

test('the score is the sum of its rules and within 0 and 100', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.nat(30), fc.boolean(), (count, closed, plan) => {
      const services = Array.from({ length: count }, (_, at) => ({ id: `${at}`, name: 'S', criticality: 'medium' }));
      const { score, contributions } = assessRisk({
        ...SAFE,
        affected: { services, unknown: null },
        past: { of: 'T', closed, successful: Math.floor(closed / 2) },
        hasTestPlan: plan,
      });
      expect(score).toBe(contributions.reduce((sum, it) => sum + it.points, 0));
      expect(score).toBeLessThanOrEqual(100);
      for (const it of contributions) expect(it.points).toBeLessThanOrEqual(it.most);
    }),
  );
});
