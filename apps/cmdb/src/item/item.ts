import type { ConfigurationItemEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { changeConfigurationItemStage } from './commands/change-stage';
import { importConfigurationItemStub, withdrawConfigurationItemStub } from './commands/import-item';
import { reconcileConfigurationItem } from './commands/reconcile';
import { registerConfigurationItem } from './commands/register';
import { relateConfigurationItem, unrelateConfigurationItem } from './commands/relate';
import { reportConfigurationItemStatus } from './commands/report-status';
import { restoreConfigurationItem } from './commands/restore';
import { reviseConfigurationItem } from './commands/revise';
import { evolve } from './evolve';
import { existing } from './guards';
import type { Item } from './item-state';

/** A configuration item: its state is in `item-state.ts`, its fold in `evolve.ts`, who is believed in `claims.ts`. */
export const configurationItem = aggregate<Item, ConfigurationItemEvent>({
  category: 'configurationitem',
  called: 'configuration item',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    RegisterConfigurationItem: registerConfigurationItem,
    ReviseConfigurationItem: existing(reviseConfigurationItem),
    ChangeConfigurationItemStage: existing(changeConfigurationItemStage),
    ReportConfigurationItemStatus: existing(reportConfigurationItemStatus),
    RelateConfigurationItem: existing(relateConfigurationItem),
    UnrelateConfigurationItem: existing(unrelateConfigurationItem),
    ReconcileConfigurationItem: reconcileConfigurationItem,
    RestoreConfigurationItem: restoreConfigurationItem,
    ImportConfigurationItemStub: importConfigurationItemStub,
    WithdrawConfigurationItemStub: withdrawConfigurationItemStub,
  },
});
