import { DEFAULT_AUTO_CLOSE, DEFAULT_PRIORITY_MATRIX, type IncidentSettingsEvent } from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { incidentSettings } from '../settings';

const strict = {
  1: { 1: 'P1', 2: 'P1', 3: 'P2' },
  2: { 1: 'P1', 2: 'P2', 3: 'P3' },
  3: { 1: 'P2', 2: 'P3', 3: 'P4' },
} as const;
const revised: IncidentSettingsEvent = {
  type: 'PriorityMatrixRevised',
  data: { matrix: { before: DEFAULT_PRIORITY_MATRIX, after: strict }, matrixVersion: 2 },
};

describe('RevisePriorityMatrix', () => {
  test('gives the matrix a new version', () => {
    given(incidentSettings)
      .when(command('RevisePriorityMatrix', { matrix: strict }))
      .then(revised);
    given(incidentSettings, revised)
      .when(command('RevisePriorityMatrix', { matrix: DEFAULT_PRIORITY_MATRIX }))
      .then({
        type: 'PriorityMatrixRevised',
        data: { matrix: { before: strict, after: DEFAULT_PRIORITY_MATRIX }, matrixVersion: 3 },
      });
  });

  test('the same matrix is nothing', () => {
    given(incidentSettings, revised)
      .when(command('RevisePriorityMatrix', { matrix: strict }))
      .thenNothing();
  });

  test('a matrix that ranks the greater below the lesser is refused', () => {
    const upsideDown = { ...strict, 1: { 1: 'P5', 2: 'P1', 3: 'P2' } };
    given(incidentSettings)
      .when(command('RevisePriorityMatrix', { matrix: upsideDown }))
      .thenRefused('matrix-not-monotonous');
  });
});

describe('ReviseAutoClose', () => {
  test('says before and after; the same is nothing', () => {
    const berlin = { businessDays: 3, zone: 'Europe/Berlin' };
    const closesSooner: IncidentSettingsEvent = {
      type: 'AutoCloseRevised',
      data: { autoClose: { before: DEFAULT_AUTO_CLOSE, after: berlin } },
    };
    given(incidentSettings).when(command('ReviseAutoClose', berlin)).then(closesSooner);
    given(incidentSettings, closesSooner).when(command('ReviseAutoClose', berlin)).thenNothing();
  });

  test.each(['Mars/Olympus', 'local', 'UTC+3'])('the zone %s, which nobody else knows, is refused', (zone) => {
    given(incidentSettings)
      .when(command('ReviseAutoClose', { businessDays: 5, zone }))
      .thenRefused('zone-unknown');
  });
});
