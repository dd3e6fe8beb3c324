// Opens what a run needs while it lasts: its database, its ledger, the locks that say that it lives; and closes what it no longer needs.
import { resolve } from 'node:path'
import { setMaxListeners } from 'node:events'
import { systemClock } from '../../base/clock.ts'
import { Findings } from '../../base/findings.ts'
import { createRunId } from '../../base/ids.ts'
import { Ledger } from '../../ledger/ledger.ts'
import { Brakes } from '../attempt/brakes.ts'
import { KeptFolders } from '../attempt/kept-folders.ts'
import { Pricing } from '../attempt/pricing.ts'
import { Rates } from '../attempt/rates.ts'
import { Once } from '../../ledger/once/once.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'
import { markAborted } from '../../tracker/runs.ts'
import { toLimits } from '../declare/limits.ts'
import type { Configuration } from '../declare/configurations.ts'
import { earlierCodes } from '../plan/earlier.ts'
import type { Item } from '../declare/items.ts'
import type { Prepared } from '../plan/prepare.ts'
import { type Refresh, toRefresh } from '../plan/refresh.ts'
import type { SettledOptions } from '../settle.ts'
import type { Session } from './session.ts'

/** Calls `work` with a session. Its locks and its ledger are let go at the end, its database only when it fails. */
export async function withSession<T>(
  prepared: Prepared,
  options: SettledOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const refresh = toRefresh(prepared.configurations, options.refresh, systemClock.now())
  await using opened = new AsyncDisposableStack()
  const db = options.db ?? 'assay.db'
  const store = opened.use(await openStore(db, { mode: 'write' }))
  const isApart = options.ledger !== undefined && resolve(options.ledger) !== resolve(db)
  await using ledgerStore = isApart ? await openStore(options.ledger ?? db, { mode: 'write' }) : null
  await markAborted(store)
  const runId = createRunId()
  using locks = new DisposableStack()
  for (const held of ledgerStore === null ? [store] : [store, ledgerStore]) locks.defer(await held.hold(runId))
  const result = await work(await createSession(prepared, { ...options, refresh }, runId, store, ledgerStore ?? store))
  opened.move()
  return result
}

async function createSession(
  { declaration, code, judgeCodes, train, executor, configurations, items, trials, planned }: Prepared,
  { refresh, ...options }: Omit<SettledOptions, 'refresh'> & { readonly refresh: Refresh },
  runId: string,
  store: Store,
  ledgerStore: Store,
): Promise<Session> {
  const { execute = 'missing', limits = {}, acceptCode = false, keepFolders = false } = options
  const startedAt = systemClock.now()
  const ledger = new Ledger({
    store: ledgerStore,
    holder: runId,
    clock: systemClock,
    failuresSince: execute === 'new' ? null : startedAt,
  })
  const findings = new Findings()
  const whole = { ...declaration.limits, ...toLimits(declaration.name, limits) }
  return {
    declaration,
    train,
    runId,
    startedAt,
    store,
    ledger,
    once: new Once(ledger, systemClock),
    execute,
    executor,
    refresh,
    inputs: new Set(),
    code,
    judgeCodes,
    earlierCodes: await earlierCodes(ledgerStore, declaration.name, code, acceptCode),
    items: await storeItems(store, items),
    configurations: await storeConfigurations(store, configurations),
    trials,
    planned,
    limits: whole,
    brakes: new Brakes(whole),
    rates: new Rates(ledgerStore, whole, systemClock),
    pricing: new Pricing(options.config.prices ?? {}, findings),
    keptFolders: keepFolders ? new KeptFolders(runId, findings) : null,
    judged: new Set(),
    events: { count: 0 },
    stop: stopSignal(options.signal, whole.deadlineMs),
    clock: systemClock,
    findings,
    money: { spentUsd: null, savedUsd: null },
    counts: { executed: 0, replayed: 0, failed: 0, skipped: 0, missed: 0 },
    added: await store.addedKeys('predictions'),
    onEvent: options.onEvent ?? (() => {}),
  }
}

/** Aborts for the caller, or when the run has lasted for as long as it may. */
export function stopSignal(signal: AbortSignal | undefined, deadlineMs: number | undefined): AbortSignal {
  const signals = [
    ...(signal === undefined ? [] : [signal]),
    ...(deadlineMs === undefined ? [] : [AbortSignal.timeout(deadlineMs)]),
  ]
  const stop = signals.length === 0 ? new AbortController().signal : AbortSignal.any(signals)
  setMaxListeners(0, stop)
  return stop
}

async function storeItems(store: Store, items: readonly Item[]): Promise<Session['items']> {
  const stored: (Item & { row: number })[] = []
  for (let i = 0; i < items.length; i += 1_000) {
    const page = items.slice(i, i + 1_000)
    const rows = await store.intern(
      'assay_items',
      page.map(({ columns }) => columns),
    )
    page.forEach((item, j) => stored.push(Object.assign(item, { row: rows[j] ?? 0 })))
  }
  return stored
}

async function storeConfigurations(store: Store, configurations: readonly Configuration[]): Promise<Session['configurations']> {
  const rows = await store.intern(
    'assay_params',
    configurations.map(({ digest, text }) => ({ digest, value: text })),
  )
  return configurations.map((configuration, i) => ({ ...configuration, row: rows[i] ?? 0 }))
}
