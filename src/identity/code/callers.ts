// Who calls: the places in files on the way to a function of Assay, and how a file is named on every machine.
import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type CallSiteObject, getCallSites } from 'node:util'
import type { Site } from './call.ts'
import { findManifest } from './manifest.ts'

/** Where the source of Assay is, in this checkout or installed. */
const own = import.meta.url.slice(0, import.meta.url.lastIndexOf('/identity/') + 1)

/** More than the frames of Assay's own between a user's call and a question for it. */
const nearFrames = 12

/** All calls on the way here that are neither Assay's own, nor Node's, nor an installed package's: the innermost first. */
export function callers(): Site[] {
  return getCallSites(50, { sourceMap: false })
    .filter(
      ({ scriptName }) => scriptName.startsWith('file:') && !scriptName.startsWith(own) && !scriptName.includes('/node_modules/'),
    )
    .map(toSite)
    .filter(site => site !== null)
}

/** The call of a function of Assay that led here; `null` where no file made it. Only before anything was awaited. */
export function caller(): Site | null {
  const frame = getCallSites(nearFrames, { sourceMap: false }).find(({ scriptName }) => !scriptName.startsWith(own))
  return frame === undefined ? null : toSite(frame)
}

/** Modules have a URL, CommonJS a path, and what Node was given to evaluate neither. */
function toSite({ scriptName, lineNumber: line, columnNumber: column }: CallSiteObject): Site | null {
  if (scriptName.startsWith('file:')) return { file: fileURLToPath(scriptName), line, column }
  return isAbsolute(scriptName) ? { file: scriptName, line, column } : null
}

/**
 * A file's name and place in its package, the same on every machine: `shared:src/index.ts`. Outside of any package its real path. `null`
 * where there is no such file.
 */
export function placeOfFile(file: string): string | null {
  let path: string
  try {
    path = realpathSync(file)
  } catch {
    return null
  }
  const manifest = findManifest(dirname(path))
  if (manifest === null) return path
  const place = relative(manifest.folder, path).replaceAll(sep, '/')
  return typeof manifest.name === 'string' ? `${manifest.name}:${place}` : place
}
