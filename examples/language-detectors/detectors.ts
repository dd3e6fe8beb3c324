// Six language detectors behind one function: a text in, an ISO 639-1 code or `null` (no answer) out.
import { toLanguage } from './languages.ts'

export type Model = keyof typeof detectors
export type Detect = (text: string) => string | null | Promise<string | null>

/** What a package is asked for. Labels are in its own words; `only` restricts its answers to some of them. */
interface Detector {
  /** Every label that it can answer with. */
  readonly labels: () => Promise<readonly string[]>
  /** Whether it can be told to choose among some languages. */
  readonly supportsClosed: boolean
  readonly load: (only: readonly string[] | null) => Promise<Detect>
}

export const detectors = {
  franc: {
    // Languages with a script of their own (Greek, Korean) are in the expressions, the others by script in the data.
    labels: async () => {
      const [{ data }, { expressions }] = await Promise.all([import('franc/data.js'), import('franc/expressions.js')])
      return [...Object.values(data).flatMap(Object.keys), ...Object.keys(expressions).filter(script => !(script in data))]
    },
    supportsClosed: true,
    load: async only => {
      const { franc } = await import('franc')
      const options = { minLength: 1, only: [...(only ?? [])] }
      return text => toLanguage(franc(text, options))
    },
  },
  tinyld: {
    labels: async () => {
      const { supportedLanguages, toISO2 } = await import('tinyld')
      return supportedLanguages.map(toISO2)
    },
    supportsClosed: true,
    load: async only => {
      const { detect } = await import('tinyld')
      const options = { only: [...(only ?? [])] }
      return text => toLanguage(detect(text, options))
    },
  },
  // The second smallest of its four databases. `large` is better on 16 characters (90.5 % against 87.6 %), no better on whole
  // messages (99.3 % against 99.4 %), and takes a second longer to load.
  eld: {
    labels: async () => {
      const { eld } = await import('eld/small')
      return Object.values(eld.info().Languages)
    },
    supportsClosed: true,
    load: async only => {
      const { eld } = await import('eld/small')
      const instance = eld.newInstance() // a subset is state of the instance: open and closed must not share one
      if (only !== null) instance.setLanguageSubset([...only])
      return text => toLanguage(instance.detect(text).language)
    },
  },
  lande: {
    labels: async () => {
      const { default: lande } = await import('lande')
      return lande('').map(([label]) => label)
    },
    supportsClosed: true,
    load: async only => {
      const { default: lande } = await import('lande')
      return text => {
        const ranked = lande(text).map(([label]) => label)
        return firstOf(ranked, only)
      }
    },
  },
  cld3: {
    labels: async () => {
      // Declared as a `const enum`, which TypeScript does not let one read; it is an object when it runs.
      const { LanguageCode } = (await import('cld3-asm')) as unknown as {
        readonly LanguageCode: Readonly<Record<string, string>>
      }
      return Object.values(LanguageCode).filter(label => label !== 'und')
    },
    // It tells its best language only; its `findMostFrequentLanguages` lists parts of the text, not alternatives.
    supportsClosed: false,
    load: async () => {
      const { loadModule } = await import('cld3-asm')
      const identifier = (await loadModule()).create(0, 1000) // bytes: answers for short texts too
      return text => toLanguage(identifier.findLanguage(text).language)
    },
  },
  fasttext: {
    // From its data: `identify` with a large `top` leaves out the labels whose probability is zero.
    labels: async () => {
      const { default: languages } = await import('fasttext.wasm.js/dist/models/language-identification/assets/languages.json', {
        with: { type: 'json' },
      })
      return labelsOf(Object.values(languages))
    },
    supportsClosed: true,
    load: async only => {
      const model = await loadFasttext()
      if (only === null) return async text => firstOf(labelsOf(await model.identify(text, 1)), null)
      // Reading a label out of WebAssembly costs more than the detection: the top ten nearly always hold the answer.
      return async text =>
        firstOf(labelsOf(await model.identify(text, 10)), only) ??
        firstOf(labelsOf(await model.identify(text, fasttextLabels)), only)
    },
  },
} as const satisfies Readonly<Record<string, Detector>>

/** By the languages given, then by model: two lookups a call, because a call lasts 20 µs and is timed. */
const loaded = new Map<readonly string[] | null, Map<Model, Promise<Detect>>>()

/** Loads a detector the first time it is asked for. With `languages`, one that answers with nothing else. */
export function loadDetector(model: Model, languages: readonly string[] | null): Promise<Detect> {
  const models = loaded.get(languages) ?? new Map<Model, Promise<Detect>>()
  const detect = models.get(model) ?? load(detectors[model], languages)
  loaded.set(languages, models.set(model, detect))
  return detect
}

async function load(detector: Detector, languages: readonly string[] | null): Promise<Detect> {
  if (languages === null) return detector.load(null)
  if (!detector.supportsClosed) throw new Error('expected a detector that can be restricted to some languages')
  const labels = await detector.labels()
  return detector.load(labels.filter(label => languages.includes(toLanguage(label) ?? '')))
}

function firstOf(ranked: readonly string[], only: readonly string[] | null): string | null {
  const best = only === null ? ranked[0] : ranked.find(label => only.includes(label))
  return best === undefined ? null : toLanguage(best)
}

/** Of lid.176.ftz, the model inside the package. */
const fasttextLabels = 176

async function loadFasttext() {
  const { getLIDModel } = await import('fasttext.wasm.js')
  return getLIDModel()
}

function labelsOf(results: readonly { readonly alpha2: string | null; readonly alpha3: string }[]): readonly string[] {
  return results.map(({ alpha2, alpha3 }) => alpha2 ?? alpha3)
}
