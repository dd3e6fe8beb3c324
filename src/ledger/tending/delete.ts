// Takes results away from the ledger, so that they execute again when they are asked for; what they were and took stays.
import { checkNames } from '../../base/options.ts'
import type { DatapointTotals } from '../../store/datapoints.ts'
import { openExisting, openStore } from '../../store/open.ts'
import { type DatapointChoice, choiceNames, toQuery } from './choice.ts'

/**
 * Deletes the results and failures of these datapoints, in one transaction, and says what they took to compute. Rows of `predictions` stay, and the
 * datapoints themselves with the status `deleted`. One that somebody executes at this moment is left and counted. `dryRun`: changes nothing.
 */
export async function deleteDatapoints(
  location: string,
  choice: DatapointChoice,
  options: { readonly dryRun?: boolean } = {},
): Promise<DatapointTotals> {
  checkNames(choice, choiceNames, 'deleteDatapoints()')
  checkNames(options, ['dryRun'], 'deleteDatapoints()')
  if (Object.values(choice).every(value => value === undefined))
    throw new TypeError(`expected at least one of ${choiceNames.join(', ')}, got none`)
  if (choice.status === 'deleted') throw new RangeError('expected `status` to be of datapoints with an outcome, got deleted')
  const isDryRun = options.dryRun === true
  await using store = await (isDryRun ? openStore(location, { mode: 'read' }) : openExisting(location))
  const query = await toQuery(store, choice)
  return isDryRun ? store.datapoints.total(query) : store.datapoints.forget(query)
}
