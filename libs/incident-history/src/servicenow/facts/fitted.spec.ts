import type { HistoryFact } from '../../history';
import { atMost } from '../cells/text';
import { fitted } from './fitted';

const AT = '2016-03-01T08:00:00.000Z';
const aFact = (said: Pick<HistoryFact, 'type' | 'data'>) =>
  ({ key: '0', row: 1, at: AT, by: { id: 'a', name: 'Ada' }, ...said }) as HistoryFact;

const aReview = (...actions: string[]) =>
  aFact({ type: 'MajorIncidentReviewed', data: { summary: 'A disk was full.', causes: null, actions } });

describe('a fact with a list of texts', () => {
  it('is left as it is when they fit', () => {
    const fact = aReview('buy disks', 'watch them');
    expect(fitted(fact)).toBe(fact);
  });

  it('keeps the list when one of them is cut', () => {
    expect(fitted(aReview('buy disks', 'x'.repeat(1001)))).toMatchObject({
      data: { actions: ['buy disks', `${'x'.repeat(999)}…`] },
      contradiction: 'The source gives 1,001 characters as actions; cut to 1,000.',
    });
  });
});

describe('a text of characters that take two units each', () => {
  it('is left as it is where it fits, as it does for the server', () => {
    expect(atMost(3, '💾💾💾')).toBe('💾💾💾');
    const fact = aReview('💾'.repeat(1000));
    expect(fitted(fact)).toBe(fact);
  });

  it('is cut to so many characters, and told how many there were', () => {
    expect(atMost(3, '💾💾💾💾')).toBe('💾💾…');
    expect(fitted(aReview('💾'.repeat(1001))).contradiction).toBe(
      'The source gives 1,001 characters as actions; cut to 1,000.',
    );
  });
});
