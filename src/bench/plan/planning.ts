// Counts what a run would do with each datapoint, by configuration, and names what changed.
import { systemClock } from '../../base/clock.ts'
import { Findings } from '../../base/findings.ts'
import { findAdoptable } from '../../ledger/adopt.ts'
import { findEndings } from '../../ledger/outcomes.ts'
import type { Store } from '../../store/store.ts'
import { warnSecretParams } from '../../tracker/secret-params.ts'
import { type Change, Changes, migrationFor } from './changes.ts'
import type { Configuration } from '../declare/configurations.ts'
import { type EarlierSetting, earlierSettings, rowsOf } from './earlier-runs.ts'
import { earlierCodes } from './earlier.ts'
import { capacityOf } from '../executors/choice.ts'
import { type Foreseen, foreseeCost, foreseeDuration, forecastColumns, mostRows } from './forecast.ts'
import type { Item } from '../declare/items.ts'
import { findNearest, isChanged, rankSettings } from './nearest.ts'
import { type Datapoint, type Walk, isTaken, pagesOf, sharedParts } from './pages.ts'
import type { Counts, Plan, PlanOfParams } from './plan-result.ts'
import type { Prepared } from './prepare.ts'
import { type Refresh, toRefresh } from './refresh.ts'
import type { SettledOptions } from '../settle.ts'

type Planned = Datapoint<Item, Configuration>

/** One plan while it is made. A store is `null` where there is none. */
export class Planning {
  readonly #prepared: Prepared
  readonly #options: SettledOptions
  readonly #store: Store | null
  readonly #ledger: Store | null
  readonly #changes: Changes | null
  readonly #findings = new Findings()
  /** Items whose input an item before them has: they share its result. */
  readonly #repeated: ReadonlySet<Item>
  readonly #concurrency: number
  readonly #refresh: Refresh

  constructor(prepared: Prepared, options: SettledOptions, store: Store | null, ledger: Store | null) {
    const { declaration, items, configurations, executor } = prepared
    this.#prepared = prepared
    this.#options = options
    this.#store = store
    this.#ledger = ledger
    this.#changes = ledger === null ? null : new Changes(ledger)
    const seen = new Set<string>()
    this.#repeated = new Set(items.filter(({ inputDigest }) => seen.size === seen.add(inputDigest).size))
    this.#concurrency = capacityOf(executor, { ...declaration.limits, ...options.limits }).all
    this.#refresh = toRefresh(configurations, options.refresh, systemClock.now())
  }

  async all(): Promise<Plan> {
    const { declaration, code, configurations, planned } = this.#prepared
    const [store, ledger] = [this.#store, this.#ledger]
    for (const { example, ...finding } of code.findings) this.#findings.add(finding, example)
    warnSecretParams(
      configurations.flatMap(({ secrets }) => secrets),
      this.#findings,
    )
    const { acceptCode = false } = this.#options
    const codes = ledger === null ? [] : await earlierCodes(ledger, declaration.name, code, acceptCode)
    const settings = store === null || ledger === null ? [] : await earlierSettings(store, ledger, declaration.name)
    const walk = { ...this.#prepared, earlierCodes: codes }
    const changed: Change[] = []
    const foreseen: Foreseen[] = []
    const byParams: PlanOfParams[] = []
    for (const configuration of configurations) {
      const { fresh, ...counts } = await this.#count({ ...walk, configurations: [configuration] })
      const changes = await this.#changesOf(configuration, settings, fresh)
      const isIdle = this.#options.execute === 'none'
      const one = await this.#foreseenOf(configuration, settings, isIdle ? 0 : counts.new + counts.retry)
      changed.push(...changes)
      foreseen.push(one)
      const params = configuration.params as PlanOfParams['params']
      byParams.push({ params, ...counts, changed: changes.length, ...this.#foresee([one]) })
    }
    const total = (name: 'cached' | 'new' | 'retry') => byParams.reduce((sum, counts) => sum + counts[name], 0)
    const counts = { planned, cached: total('cached'), new: total('new'), retry: total('retry') }
    return { ...counts, changed, ...this.#foresee(foreseen), byParams, findings: this.#findings.list() }
  }

  #foresee(foreseen: readonly Foreseen[]): Pick<Plan, 'durationMs' | 'costUsd'> {
    return { durationMs: foreseeDuration(foreseen, this.#concurrency), costUsd: foreseeCost(foreseen) }
  }

  async #count(walk: Walk<Item, Configuration>): Promise<Counts & { readonly fresh: readonly Planned[] }> {
    const { execute = 'missing' } = this.#options
    const fresh: Planned[] = []
    const counts = { planned: 0, cached: 0, new: 0, retry: 0 }
    for (const page of pagesOf(walk)) {
      const endings = await this.#endings(page)
      const missing = page.flatMap(({ key }) => (endings.has(key) ? [] : [key]))
      const cutOff = await this.#ledger?.datapoints.cutOff(missing)
      for (const datapoint of page) {
        const ending = endings.get(datapoint.key)
        const isOurs =
          ending !== undefined && isTaken(execute, ending.status) && !this.#refresh(datapoint.configuration, ending.at)
        const isShared = this.#repeated.has(datapoint.item) && execute !== 'none'
        counts.planned++
        if (isShared || isOurs) counts.cached++
        else if (ending !== undefined || cutOff?.has(datapoint.key) === true) counts.retry++
        else counts.new = fresh.push(datapoint)
      }
    }
    return { ...counts, fresh }
  }

  /** How each ended, results that would be taken over included. */
  async #endings(page: readonly Planned[]): ReturnType<typeof findEndings> {
    if (this.#ledger === null) return new Map()
    const stored = await findEndings(this.#ledger, [...new Set(page.map(({ key }) => key))])
    const adoptable = await findAdoptable(
      this.#ledger,
      page.filter(({ key }) => !stored.has(key)),
    )
    const message = 'results that stand under another name, other params or earlier code would be taken over'
    const finding = { id: 'adopted', severity: 'info', message, hint: 'they count as cached here' } as const
    for (const { reason } of adoptable.values()) this.#findings.add(finding, { reason })
    const adopted = [...adoptable].map(([key, { at }]) => [key, { status: 'ok', at }] as const)
    return new Map([...stored, ...adopted])
  }

  async #changesOf(
    configuration: Configuration,
    settings: readonly EarlierSetting[],
    fresh: readonly Planned[],
  ): Promise<Change[]> {
    if (this.#store === null || this.#ledger === null || this.#changes === null) return []
    const shared = sharedParts(this.#prepared, configuration)
    const ranked = rankSettings(settings, shared).filter(setting => isChanged(setting, shared))
    const missing = fresh.map(({ key, item, trial }) => ({ key, itemId: item.id, trial, input: item.inputDigest }))
    const nearest = await findNearest(this.#store, this.#ledger, ranked, shared, missing)
    const { parts: places } = this.#prepared.code
    const pairs = fresh.flatMap(({ key, parts, item }) => {
      const found = nearest.get(key)
      return found === undefined ? [] : [{ key, parts, places, inputText: item.inputText, nearest: found }]
    })
    const hints = new Map(pairs.map(pair => [pair.key, migrationFor(pair)]))
    return (await this.#changes.describe(pairs)).map(change => {
      const hint = hints.get(change.datapoint) ?? null
      return hint === null ? change : { ...change, message: `${change.message} \`${hint}\` would take its result over.` }
    })
  }

  async #foreseenOf(configuration: Configuration, settings: readonly EarlierSetting[], missing: number): Promise<Foreseen> {
    const shared = sharedParts(this.#prepared, configuration)
    const setting = rankSettings(settings, shared).find(({ shared: { params } }) => params === configuration.text)
    if (missing === 0 || setting === undefined || this.#store === null) return { missing, rows: [] }
    return { missing, rows: await Array.fromAsync(rowsOf(this.#store, setting, forecastColumns, mostRows)) }
  }
}
