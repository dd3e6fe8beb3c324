// Names of methods that everybody uses in one sense, and what calling them changes.

/** Writing to them is talk. */
export const quietGlobals = new Set(['console'])

/** Functions of `Object` and `Reflect` that change what they are given first. */
export const setters = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'set', 'deleteProperty'])

export const processSetters = new Set(['chdir', 'loadEnvFile', 'umask', 'setuid', 'setgid', 'setSourceMapsEnabled'])

/** Methods of arrays, texts, maps, sets, dates, patterns and promises that change nothing, by the name that everybody gives them. */
export const pureMethods: ReadonlySet<string> = new Set(
  `at concat entries every filter find findIndex findLast findLastIndex flat flatMap forEach includes indexOf join keys lastIndexOf map
  reduce reduceRight slice some toReversed toSorted toSpliced toString values with charAt charCodeAt codePointAt endsWith localeCompare
  match matchAll normalize padEnd padStart repeat replace replaceAll search split startsWith substring substr toLowerCase toUpperCase
  toLocaleLowerCase toLocaleUpperCase trim trimEnd trimStart get has difference intersection union symmetricDifference isSubsetOf
  isSupersetOf isDisjointFrom hasOwnProperty valueOf toFixed toPrecision toISOString toJSON getTime test exec then catch finally bind
  toLocaleString`.split(/\s+/),
)

/** Methods that change their own object and not what they are given. */
export const containerMethods: ReadonlySet<string> = new Set([
  'add',
  'delete',
  'clear',
  'fill',
  'pop',
  'push',
  'set',
  'shift',
  'splice',
  'unshift',
])
