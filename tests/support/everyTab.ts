import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as v from 'valibot'

const ManifestSchema = v.looseObject({ optional_host_permissions: v.array(v.string()) })

/** The built extension as it is once "Show calls on every tab" was granted: no headless browser can be asked that. */
export function everyTabDist(): string {
  const dist = resolve('.cache', 'dist-every-tab')
  cpSync(resolve('dist'), dist, { recursive: true })
  const path = `${dist}/manifest.json`
  const { optional_host_permissions, ...manifest } = v.parse(ManifestSchema, JSON.parse(readFileSync(path, 'utf8')))
  writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: optional_host_permissions }))
  return dist
}
