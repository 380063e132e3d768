// `npm run pack`: builds, zips dist/ to dist.zip's place in .cache/, and fails when that is larger than the limit.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuild } from './setup/build.mjs'
import { makeZip } from './setup/zip.mjs'

/** Bytes: what the packed extension may weigh at most. */
const SIZE_LIMIT = 250_000
const TARGET = '.cache/tabcall.zip'

function filesIn(folder, under = '') {
  return readdirSync(join(folder, under))
    .sort()
    .flatMap((name) => {
      const path = under ? `${under}/${name}` : name
      if (name.startsWith('.')) return []
      return statSync(join(folder, path)).isDirectory() ? filesIn(folder, path) : [path]
    })
}

ensureBuild()
const zip = makeZip(filesIn('dist').map((path) => ({ path, data: readFileSync(join('dist', path)) })))
mkdirSync('.cache', { recursive: true })
writeFileSync(TARGET, zip)
console.log(`${TARGET}: ${zip.length} of ${SIZE_LIMIT} bytes`)
if (zip.length >= SIZE_LIMIT) {
  console.error(`The packed extension has grown past ${SIZE_LIMIT} bytes.`)
  process.exitCode = 1
}
