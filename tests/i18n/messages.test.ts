import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import messages from '../../_locales/en/messages.json'

const KEYS = Object.keys(messages)

function sourceFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:tsx?|html)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

const source = sourceFiles('src').map((file) => readFileSync(file, 'utf8'))
const manifest = readFileSync('manifest.json', 'utf8')
const quoted = new Set(source.flatMap((text) => [...text.matchAll(/'([A-Za-z]\w*)'/g)].map(([, word]) => word ?? '')))
const inManifest = new Set([...manifest.matchAll(/__MSG_(\w+)__/g)].map(([, key]) => key ?? ''))

/** Keys given to `t()` or `Sentence` in so many words; those of the tables are checked by the compiler. */
const named = source.flatMap((text) =>
  [...text.matchAll(/\bt\(\s*'(\w+)'|<Sentence of="(\w+)"/g)].map(([, inCall, inSentence]) => inCall ?? inSentence ?? ''),
)
const sentences = new Set(source.flatMap((text) => [...text.matchAll(/<Sentence of="(\w+)"/g)].map(([, key]) => key ?? '')))

describe('the texts of the interface', () => {
  it('has every key that is used', () => {
    expect([...named, ...inManifest].filter((key) => !KEYS.includes(key))).toEqual([])
    expect(named.length).toBeGreaterThan(100)
  })

  it('uses every key that there is', () => {
    expect(KEYS.filter((key) => !quoted.has(key) && !inManifest.has(key) && !sentences.has(key))).toEqual([])
  })

  it.each(Object.entries(messages))('%s is plain and calm', (_, { message }) => {
    expect(message).toBe(message.trim())
    expect(message).not.toBe('')
    expect(message).not.toMatch(/!|\.\.\.|\s{2}|'|"/)
    // A dollar sign that is no place for a value would be eaten by the browser.
    expect(message.replaceAll(/\$\d/g, '')).not.toContain('$')
  })
})
