import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { extensionId } from '../../scripts/setup/extensionId.mjs'

/** Any key will do: with one, the id is known. */
const KEY = Buffer.from('an extension with nothing in it').toString('base64')

export interface OtherExtension {
  /** Of the unpacked extension. */
  readonly path: string
  readonly id: string
  /** Its one page: the word `Call` on a button. It is its popup too. */
  readonly url: string
}

/** An extension that is not Tabcall and does nothing. */
export function makeOtherExtension(): OtherExtension {
  const path = resolve('.cache', 'other-extension')
  mkdirSync(path, { recursive: true })
  const manifest = { manifest_version: 3, name: 'Empty', version: '1', key: KEY, action: { default_popup: 'popup.html' } }
  writeFileSync(`${path}/manifest.json`, JSON.stringify(manifest))
  writeFileSync(`${path}/popup.html`, '<!doctype html><title>Empty</title><button>Call</button>')
  const id = extensionId(KEY)
  return { path, id, url: `chrome-extension://${id}/popup.html` }
}
